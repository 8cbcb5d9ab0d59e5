package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// The services that request proofs in these tests.
const audience, otherAudience = "https://api.example.com", "https://other.example"

func withProofs(h *harness) { h.oidc.ProofAudience = []string{audience} }

// prove finishes a login or step-up that was begun with these members.
func (p *person) prove(kind string, d *webauthntest.Authenticator, wish object) *answer {
	p.t.Helper()
	b := p.begin(kind, wish)
	return p.finish(kind, b, p.getWith(d, b)).want(200)
}

func claimsOf(t *testing.T, token string) (header, claims object) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("no JWT: %q", token)
	}
	return decode[object](t, []byte(decodePart(t, parts[0]))), decode[object](t, []byte(decodePart(t, parts[1])))
}

// A proof is for the one service that the begin names, with that service's nonce, and for a minute.
func TestProofIsForOneService(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.oidc.ProofAudience = []string{audience, otherAudience} })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	for _, kind := range []string{"login", "step-up"} {
		answer := ada.prove(kind, phone, object{"audience": audience, "nonce": "of the service"}).object()
		header, claims := claimsOf(t, answer["proof"].(string))
		if header["typ"] != proofType || claims["aud"] != audience || claims["nonce"] != "of the service" {
			t.Errorf("%s: %v says %v", kind, header, claims)
		}
		if claims["exp"].(float64)-claims["iat"].(float64) != 60 || answer["proof_expires_at"] == nil {
			t.Errorf("%s: valid from %v to %v", kind, claims["iat"], claims["exp"])
		}
		if (claims["sid"] == ada.sessionID(h).String()) != (kind == "step-up") {
			t.Errorf("%s: sid is %v", kind, claims["sid"])
		}
	}
	_, claims := claimsOf(t, ada.prove("login", phone, object{"audience": otherAudience}).object()["proof"].(string))
	if _, there := claims["nonce"]; there || claims["aud"] != otherAudience {
		t.Errorf("without a nonce: %v", claims)
	}
}

// The audience is not that of the page: each page of the relying party may ask for a proof for each service.
func TestAnyPageProvesForAnyService(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.oidc.ProofAudience = []string{audience, otherAudience} })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	for _, page := range []string{origin, "https://www.example.com", "https://example.net"} {
		phone.Origin = page
		for _, service := range []string{audience, otherAudience} {
			there := h.browser().with("Origin", page)
			b := there.begin("login", object{"audience": service, "nonce": "of that service"})
			_, claims := claimsOf(t, there.finish("login", b, ada.getWith(phone, b)).want(200).object()["proof"].(string))
			if claims["aud"] != service || claims["sub"] != ada.id.String() {
				t.Errorf("%s for %s: %v", page, service, claims)
			}
		}
	}
	h.app().with("Origin", "https://evil.example").post("/v1/login/begin", object{"audience": audience}).wantCode(403, "forbidden_origin")
}

// A proof that was not requested is neither signed nor prepared.
func TestNoProofUnlessAskedFor(t *testing.T) {
	h := newHarness(t, withProofs, func(h *harness) { h.unprepared = true })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	for _, kind := range []string{"login", "step-up"} {
		answer := ada.prove(kind, phone, object{}).object()
		for _, member := range []string{"proof", "proof_expires_at"} {
			if value, there := answer[member]; there {
				t.Errorf("%s answers %s %v", kind, member, value)
			}
		}
	}
	signing := func() int64 {
		return h.query("SELECT count(*) FROM keys WHERE name NOT IN ('factor_fingerprints', 'decoy')")[0][0].(int64)
	}
	if n := signing(); n != 0 {
		t.Errorf("%d keys were made for no signature", n)
	}
	ada.prove("login", phone, object{"audience": audience})
	if n := signing(); n != 1 {
		t.Errorf("%d keys after a proof", n)
	}
}

func TestProofRequestsAreChecked(t *testing.T) {
	h := newHarness(t, withProofs)
	none := h.replica(func(o *harness) { o.oidc.ProofAudience = nil })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	for _, kind := range []string{"login", "step-up"} {
		path := "/v1/" + kind + "/begin"
		ada.post(path, object{"audience": audience, "nonce": strings.Repeat("~", 256)}).want(200)
		for _, wish := range []object{
			{"audience": otherAudience}, {"audience": baseURL}, {"audience": audience + "/"}, {"audience": " " + audience},
		} {
			ada.post(path, wish).wantField("audience")
		}
		for _, nonce := range []string{strings.Repeat("~", 257), "a\nb", "a\x00b", "ü", "\u202e"} {
			ada.post(path, object{"audience": audience, "nonce": nonce}).wantField("nonce")
		}
		ada.post(path, object{"nonce": "x"}).wantField("nonce")
		ada.at(none).post(path, object{"audience": audience}).wantField("audience")
		ada.at(none).post(path, object{"audience": baseURL}).wantField("audience") // formerly the default
		ada.post(path, object{"audience": []string{audience}}).wantCode(400, "invalid_request")
	}
	ada.post("/v1/step-up/begin", object{"gate": "x", "audience": audience}).wantField("audience")
}

// A finish cannot add or change what the begin has sealed, and an audience that is no longer configured gets no proof.
func TestProofRequestIsSealed(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.oidc.ProofAudience = []string{audience, otherAudience} })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	b := ada.begin("login", object{"audience": audience})
	credential := ada.getWith(phone, b)
	ada.post("/v1/login/finish", object{
		"ceremony": b.Ceremony, "credential": json.RawMessage(credential), "audience": otherAudience,
	}).wantCode(400, "invalid_request")
	without := h.replica(func(o *harness) { o.oidc.ProofAudience = []string{otherAudience} })
	before := h.dump()
	ada.at(without).finish("login", b, credential).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("the ceremony is spent")
	}
	_, claims := claimsOf(t, ada.finish("login", b, credential).want(200).object()["proof"].(string))
	if claims["aud"] != audience {
		t.Errorf("aud is %v", claims["aud"])
	}
}

// A database that cannot return the signing key spends no ceremony.
func TestProofWithoutKeySpendsNothing(t *testing.T) {
	h := newHarness(t, withProofs, func(h *harness) { h.unprepared = true })
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	b := ada.begin("login", object{"audience": audience})
	credential := ada.getWith(phone, b)
	h.query("ALTER TABLE keys RENAME TO keys_gone")
	ada.finish("login", b, credential).wantCode(503, "store_unavailable")
	h.query("ALTER TABLE keys_gone RENAME TO keys")
	if ada.finish("login", b, credential).want(200).object()["proof"] == nil {
		t.Error("no proof")
	}
}
