package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"latchkey/webauthnsvc/webauthntest"
)

const transfer = "Pay 12.00 EUR to Grace \"Amazing\" Hopper <grace@example.com>\n\tfor 12 € worth of ünïcode & \u2028more"

func (p *person) confirm(d *webauthntest.Authenticator, payload string) *answer {
	p.t.Helper()
	b := p.begin("confirmations", object{"payload": payload})
	return p.finish("confirmations", b, p.getWith(d, b))
}

// receipt holds the claims of a confirmation's JWT.
type receipt struct {
	Issuer        string   `json:"iss"`
	Audience      []string `json:"aud"`
	Subject       string   `json:"sub"`
	SessionID     string   `json:"sid"`
	IssuedAt      int64    `json:"iat"`
	Expires       *int64   `json:"exp"`
	ACR           string   `json:"acr"`
	ID            string   `json:"jti"`
	PasskeyID     string   `json:"passkey_id"`
	Payload       string   `json:"payload"`
	PayloadSHA256 string   `json:"payload_sha256"`
	Assertion     struct {
		RPID                                                          string
		Salt, ClientDataJSON, AuthenticatorData, Signature, PublicKey base64url
	}
}

type base64url []byte

func (b *base64url) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

// openReceipt verifies the service's signature with the published keys.
func (h *harness) openReceipt(token string) receipt {
	h.t.Helper()
	signed, signature := token[:strings.LastIndex(token, ".")], token[strings.LastIndex(token, ".")+1:]
	head, claims, _ := strings.Cut(signed, ".")
	part := func(text string) []byte {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			h.t.Fatal(err)
		}
		return raw
	}
	header := decode[struct{ Typ, Alg, Kid string }](h.t, part(head))
	key := decode[struct {
		Keys []struct {
			Kid  string
			X, Y base64url
		}
	}](h.t, h.app().get("/.well-known/jwks.json").want(200).body).Keys[0]
	if header.Typ != "latchkey-receipt+jwt" || header.Alg != "ES256" || header.Kid != key.Kid {
		h.t.Fatalf("got %+v, want latchkey-receipt+jwt, ES256 and key %s", header, key.Kid)
	}
	number := func(raw []byte) *big.Int { return new(big.Int).SetBytes(raw) }
	digest, raw := sha256.Sum256([]byte(signed)), part(signature)
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, key.X...), key.Y...))
	if err != nil {
		h.t.Fatal(err)
	}
	if len(raw) != 64 || !ecdsa.Verify(public, digest[:], number(raw[:32]), number(raw[32:])) {
		h.t.Fatal("the receipt's signature is wrong")
	}
	return decode[receipt](h.t, part(claims))
}

// signedByAuthenticator verifies, without trust in the service, that the authenticator signed this payload.
func (r receipt) signedByAuthenticator(t testing.TB, payload string) bool {
	t.Helper()
	e := r.Assertion
	client := decode[struct{ Type, Challenge, Origin string }](t, e.ClientDataJSON)
	challenge := sha256.Sum256([]byte("latchkey confirmation v1\x00" + string(e.Salt) + payload))
	rp, clientHash := sha256.Sum256([]byte(rpID)), sha256.Sum256(e.ClientDataJSON)
	key, err := webauthncose.ParsePublicKey(e.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	valid, err := webauthncose.VerifySignature(key, append(append([]byte{}, e.AuthenticatorData...), clientHash[:]...), e.Signature)
	return err == nil && valid && client.Type == "webauthn.get" && client.Origin == origin &&
		client.Challenge == base64.RawURLEncoding.EncodeToString(challenge[:]) &&
		string(e.AuthenticatorData[:32]) == string(rp[:]) && e.AuthenticatorData[32]&0x05 == 0x05
}

func TestConfirmation(t *testing.T) {
	for _, algorithm := range []webauthntest.Algorithm{webauthntest.ES256, webauthntest.EdDSA, webauthntest.RS256} {
		h := newHarness(t)
		ada := h.person("ada@example.com")
		phone := device(func(a *webauthntest.Authenticator) { a.Algorithm = algorithm })
		id := ada.register(phone).want(201).id()
		token := ada.confirm(phone, transfer).want(200).object()["receipt"].(string)
		got := h.openReceipt(token)
		digest := sha256.Sum256([]byte(transfer))
		hash := base64.RawURLEncoding.EncodeToString(digest[:])
		if got.Issuer != baseURL || len(got.Audience) != 1 || got.Subject != ada.id.String() || got.SessionID != ada.sessionID(h).String() ||
			got.PasskeyID != id.String() || got.IssuedAt != h.clock.Now().Unix() || got.Expires != nil || got.ID == "" ||
			got.ACR != "urn:latchkey:acr:passkey:uv" || got.Payload != transfer || got.PayloadSHA256 != hash || got.Assertion.RPID != rpID {
			t.Errorf("got %+v, want a receipt of %s in this session for passkey %s and payload %q", got, ada.id, id, transfer)
		}
		if !got.signedByAuthenticator(t, transfer) {
			t.Errorf("algorithm %d: the authenticator's signature does not verify", algorithm)
		}
		// Another text with the same signature would be detected.
		for _, other := range []string{strings.Replace(transfer, "12.00", "92.00", 1), transfer + " ", transfer[:len(transfer)-1]} {
			if got.signedByAuthenticator(t, other) {
				t.Errorf("%q passes for the payload", other)
			}
		}
		events := h.adminWith("read").get("/admin/v1/audit-events?event_type=confirmation.signed").want(200).object()["events"].([]any)
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		event := events[0].(object)
		details := event["metadata"].(object)
		if event["identity_id"] != ada.id.String() || event["passkey_id"] != id.String() || details["payload_sha256"] != hash || details["user_verified"] != true {
			t.Errorf("got %v, want identity %s, passkey %s, payload_sha256 %s, user_verified true", event, ada.id, id, hash)
		}
		if strings.Contains(h.log.String()+h.dump(), "Grace") {
			t.Error("the text is in the log or in the database")
		}
	}
}

func TestConfirmationPayloads(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	longest := strings.Repeat("ü", 2048)
	for _, payload := range []string{"x", "a\nb\tc", longest} {
		if got := h.openReceipt(ada.confirm(phone, payload).want(200).object()["receipt"].(string)); got.Payload != payload || !got.signedByAuthenticator(t, payload) {
			t.Errorf("%.20q came back as %.20q", payload, got.Payload)
		}
	}
	for _, payload := range []any{"", " ", "\n\t", longest + "x", "a\x00b", "a\rb", "a\x1b[2Jb", "a\u0085b", "\x7f", nil, 1, []string{"x"}} {
		ada.post("/v1/confirmations/begin", object{"payload": payload}).wantField("payload")
	}
	ada.post("/v1/confirmations/begin", object{}).wantField("payload")
	ada.send("POST", "/v1/confirmations/begin", "application/json", []byte("{\"payload\":\"\xff\"}")).wantCode(400, "invalid_request")
	ada.send("POST", "/v1/confirmations/begin", "application/json", []byte(`{"payload":"\ud800"}`)).wantCode(400, "invalid_request")
	h.person("eve@example.com").post("/v1/confirmations/begin", object{"payload": "x"}).wantCode(404, "not_found")
	h.browser().post("/v1/confirmations/begin", object{"payload": "x"}).wantCode(401, "unauthenticated")
}

// Whatever the configuration, the authenticator must verify the user.
func TestConfirmationNeedsUserVerification(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.rules.UserVerification = "discouraged" })
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	b := ada.begin("confirmations", object{"payload": transfer})
	if got := decode[struct{ UserVerification string }](t, b.PublicKey).UserVerification; got != "required" {
		t.Errorf("asks for user verification %q", got)
	}
	good := ada.getWith(phone, b)
	phone.UserVerified = false
	ada.finish("confirmations", b, ada.getWith(phone, b)).wantReason("user_verification_missing")
	ada.finish("confirmations", b, good).wantCode(409, "ceremony_spent")
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=confirmation.refused").want(200).object()["events"].([]any)
	if len(events) != 1 || events[0].(object)["reason"] != "user_verification_missing" || events[0].(object)["metadata"].(object)["payload_sha256"] == nil {
		t.Errorf("got %v, want 1 entry, reason user_verification_missing, payload_sha256 set", events)
	}
}

func TestConfirmationIsBoundToItsSessionAndKind(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	phone, hers := device(), device()
	ada.register(phone).want(201)
	eve.register(hers).want(201)
	again := h.signIn(ada.id, ada.email)
	b := ada.begin("confirmations", object{"payload": transfer})
	stepUp := ada.begin("step-up", object{})
	signed := ada.getWith(phone, b)
	before := h.dump()

	// A stolen ceremony, from Eve's session and from another session of Ada's.
	eve.finish("confirmations", b, signed).wantCode(400, "ceremony_invalid")
	again.finish("confirmations", b, signed).wantCode(400, "ceremony_invalid")
	h.browser().finish("confirmations", b, signed).wantCode(401, "unauthenticated")
	// No other kind of ceremony can be finished as a confirmation, nor the reverse.
	ada.finish("step-up", b, signed).wantCode(400, "ceremony_invalid")
	ada.finish("login", b, signed).wantCode(400, "ceremony_invalid")
	ada.finish("confirmations", stepUp, ada.getWith(phone, stepUp)).wantCode(400, "ceremony_invalid")
	// A modified token is refused.
	raw, _ := base64.RawURLEncoding.DecodeString(b.Ceremony)
	raw[len(raw)/2] ^= 1
	ada.finish("confirmations", begun{Ceremony: base64.RawURLEncoding.EncodeToString(raw)}, signed).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("a refusal before verification has written something")
	}
	ada.finish("confirmations", b, signed).want(200)
	ada.finish("confirmations", b, signed).wantCode(409, "ceremony_spent")
}

// The signature for one text does not confirm another, and Eve's passkey does not sign for Ada.
func TestConfirmationOfAnotherPayload(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	phone, hers := device(), device()
	ada.register(phone).want(201)
	eve.register(hers).want(201)
	small, large := ada.begin("confirmations", object{"payload": "Pay 1 EUR"}), ada.begin("confirmations", object{"payload": "Pay 1000 EUR"})
	ada.finish("confirmations", large, ada.getWith(phone, small)).wantReason("challenge_mismatch")
	other := ada.begin("confirmations", object{"payload": transfer})
	foreign, err := hers.Answer(hers.Passkeys()[0], other.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	ada.finish("confirmations", other, foreign).wantReason("not_accepted")
	// The same text twice has two challenges.
	first, second := ada.begin("confirmations", object{"payload": "x"}), ada.begin("confirmations", object{"payload": "x"})
	challenge := func(b begun) string { return decode[struct{ Challenge string }](t, b.PublicKey).Challenge }
	if challenge(first) == challenge(second) {
		t.Error("one text has one challenge")
	}
}

func TestConfirmationMakesNothingFresh(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	id := ada.register(phone).want(201).id()
	ada.confirm(phone, transfer).want(200)
	ada.delete("/v1/passkeys/"+id.String()).wantCode(403, "step_up_required")
	if h.count("step_ups") != 0 {
		t.Error("a step-up is recorded")
	}
	var raw json.RawMessage
	ada.post("/v1/confirmations/finish", object{"ceremony": "x", "credential": raw}).wantField("credential")
}
