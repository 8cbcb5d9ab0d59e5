package api_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/webauthnsvc"
)

var kinds = []string{"registration", "login", "step-up"}

// A token of one kind opens as no other, and a refusal before verification spends nothing.
func TestCeremonyKindsAreNotExchangeable(t *testing.T) {
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	tokens := map[string]begun{}
	for _, kind := range kinds {
		tokens[kind] = ada.begin(kind, object{})
	}
	before := h.dump()
	for _, from := range kinds {
		for _, to := range kinds {
			if from == to {
				continue
			}
			credential := ada.getWith(phone, tokens["login"])
			ada.finish(to, tokens[from], credential).wantCode(400, "ceremony_invalid")
		}
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	ada.finish("login", tokens["login"], ada.getWith(phone, tokens["login"])).want(200)
	ada.finish("step-up", tokens["step-up"], ada.getWith(phone, tokens["step-up"])).want(200)
	laptop := device()
	ada.finish("registration", tokens["registration"], ada.create(laptop, tokens["registration"])).want(201)
}

func TestCeremonyIsBoundToItsSession(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	phone := device()
	ada.register(phone).want(201)
	again := h.signIn(ada.id, ada.email) // another session of the same identity
	ada.stepUp(phone).want(200)

	register, stepUp := ada.begin("registration", object{}), ada.begin("step-up", object{})
	created, got := ada.create(device(), register), ada.getWith(phone, stepUp)
	before := h.dump()
	for _, other := range []*person{eve, again} {
		other.finish("registration", register, created).wantCode(400, "ceremony_invalid")
		other.finish("step-up", stepUp, got).wantCode(400, "ceremony_invalid")
	}
	h.browser().finish("registration", register, created).wantCode(401, "unauthenticated")
	if h.dump() != before {
		t.Error("a refusal before verification has written something")
	}
	ada.finish("registration", register, created).want(201)
	ada.finish("step-up", stepUp, got).want(200)
}

func TestCeremonyClock(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, test := range []struct {
		skew time.Duration // clock difference between the finishing and the beginning replica
		code string
	}{
		{0, ""},
		{webauthnsvc.CeremonyLifetime - time.Second, ""},
		{webauthnsvc.CeremonyLifetime, "ceremony_expired"},
		{24 * time.Hour, "ceremony_expired"},
		{-30 * time.Second, ""},
		{-31 * time.Second, "ceremony_invalid"},
	} {
		t.Run(test.skew.String(), func(t *testing.T) {
			other := h.replica(func(o *harness) { o.clock.advance(test.skew) })
			app := h.app()
			b := app.begin("login", object{})
			if got := b.ExpiresAt.Sub(h.clock.Now()); got != webauthnsvc.CeremonyLifetime {
				t.Errorf("expires in %s", got)
			}
			before := h.dump()
			answer := app.at(other).finish("login", b, app.getWith(phone, b))
			if test.code == "" {
				answer.want(200)
				return
			}
			answer.wantCode(400, test.code)
			if h.dump() != before {
				t.Error("something was written")
			}
		})
	}
}

// Secrets rotate without an interruption: added last on all replicas, then moved first on all, then the old one is
// removed.
func TestSecretsRotate(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	first, second := h.rules.Secrets[0], []byte(strings.Repeat("second secret ", 4))
	secrets := func(list ...[]byte) *harness {
		return h.replica(func(o *harness) { o.rules.Secrets = list })
	}
	old, added, swapped, dropped := h, secrets(first, second), secrets(second, first), secrets(second)
	for _, test := range []struct {
		name       string
		begin, end *harness
		works      bool
	}{
		{"old begins, added finishes", old, added, true},
		{"added begins, old finishes", added, old, true},
		{"added begins, swapped finishes", added, swapped, true},
		{"swapped begins, added finishes", swapped, added, true},
		{"swapped begins, dropped finishes", swapped, dropped, true},
		{"swapped begins, old finishes", swapped, old, false},
		{"old begins, dropped finishes", old, dropped, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := test.begin.app()
			b := app.begin("login", object{})
			answer := app.at(test.end).finish("login", b, app.getWith(phone, b))
			if test.works {
				answer.want(200)
			} else {
				answer.wantCode(400, "ceremony_invalid")
			}
		})
	}
	// A replica that opens the decoys' key with an old secret reseals it, so it survives the removal of that secret.
	decoy := func(h *harness) string {
		b := h.app().begin("login", object{"identifier": "nobody@example.com"})
		return string(decode[struct{ AllowCredentials jsonRaw }](t, b.PublicKey).AllowCredentials)
	}
	want := decoy(old)
	for i, replica := range []*harness{added, swapped, dropped} {
		if got := decoy(replica); got != want {
			t.Errorf("replica %d has another decoy", i)
		}
	}
}

func TestCeremonyTokenIsNotToBeTamperedWith(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	app := h.app()
	b := app.begin("login", object{})
	credential := app.getWith(phone, b)
	before := h.dump()
	raw, _ := base64.RawURLEncoding.DecodeString(b.Ceremony)
	for i := 0; i < len(raw); i += 7 {
		tampered := append([]byte{}, raw...)
		tampered[i] ^= 0x80
		forged := begun{Ceremony: base64.RawURLEncoding.EncodeToString(tampered)}
		app.finish("login", forged, credential).wantCode(400, "ceremony_invalid")
	}
	for _, token := range []string{b.Ceremony[:len(b.Ceremony)-1], b.Ceremony + "A", b.Ceremony + "=", "x", "..", strings.Repeat("A", 4000), b.Ceremony[:len(b.Ceremony)/2] + "\n" + b.Ceremony[len(b.Ceremony)/2:]} {
		app.finish("login", begun{Ceremony: token}, credential).wantCode(400, "ceremony_invalid")
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	app.finish("login", b, credential).want(200)
}

// An RP or origin that is removed from the configuration is refused, also for ceremonies in progress.
func TestCeremonyOutlivesNoConfiguration(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	app := h.app()
	b := app.begin("login", object{})
	without := h.replica(func(o *harness) {
		o.rules.RPs = []webauthnsvc.RP{{ID: rpID, Name: "x", Origins: []string{"https://www.example.com"}}}
	})
	other := h.replica(func(o *harness) {
		o.rules.RPs = []webauthnsvc.RP{{ID: "example.org", Name: "x", Origins: []string{"https://example.org"}}}
	})
	app.at(other).finish("login", b, app.getWith(phone, b)).wantCode(400, "ceremony_invalid")
	refused := app.at(without).finish("login", b, app.getWith(phone, b)).wantReason("origin_mismatch").object()
	if refused["received"] != origin || len(refused["expected"].([]any)) != 1 {
		t.Errorf("got %v, want received %s, one in expected", refused, origin)
	}
}

// Without a credential Kratos is not called; otherwise its answer is returned.
func TestMissingCredentialsAreUnauthenticated(t *testing.T) {
	h := newHarness(t)
	for _, call := range []struct{ method, path string }{
		{"POST", "/v1/registration/begin"}, {"POST", "/v1/registration/finish"}, {"POST", "/v1/step-up/begin"},
		{"POST", "/v1/step-up/finish"}, {"GET", "/v1/passkeys"}, {"PATCH", "/v1/passkeys/" + uuid.NewString()},
		{"DELETE", "/v1/passkeys/" + uuid.NewString()},
	} {
		h.browser().send(call.method, call.path, "application/json", []byte(`{}`)).wantCode(401, "unauthenticated")
		wrong := h.browser().with("X-Session-Token", "ory_st_wrong")
		wrong.send(call.method, call.path, "application/json", []byte(`{}`)).wantCode(401, "unauthenticated")
	}
	if h.kratos.asked != 0 {
		t.Error("Kratos was asked about an identity")
	}
	ada := h.person("ada@example.com")
	h.kratos.aal2 = "http://kratos.test/aal2"
	sent := ada.get("/v1/passkeys").wantCode(403, "aal2_required").object()
	if sent["redirect_browser_to"] != h.kratos.aal2 {
		t.Errorf("got %v, want redirect_browser_to %s", sent, h.kratos.aal2)
	}
	h.kratos.aal2 = ""
	h.kratos.goDown(true)
	ada.get("/v1/passkeys").wantCode(503, "kratos_unavailable")
}

func TestSessionIDOfAnotherIdentityIsNoBinding(t *testing.T) {
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	b := ada.begin("registration", object{})
	// If Kratos reused a session ID, Eve still could not finish for Ada.
	id := ada.sessionID(h)
	h.kratos.editSession(eve.token, func(s *account.Session) { s.ID = id })
	eve.finish("registration", b, eve.create(device(), b)).wantCode(400, "ceremony_invalid")
}

// A rarely used key is resealed when a replica starts, and so survives the removal of the old secret.
func TestSecretsRotateWithoutUse(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	codes := ada.newCodes()
	first, second := h.rules.Secrets[0], []byte(strings.Repeat("second secret ", 4))
	swapped := h.replica(func(o *harness) { o.rules.Secrets = [][]byte{second, first} }) // starts, and gets no request
	if err := swapped.service.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	dropped := h.replica(func(o *harness) { o.rules.Secrets = [][]byte{second} })
	ada.handler = dropped.public
	ada.redeem(codes[0]).want(200)
	dropped.app().post("/v1/login/begin", object{"identifier": "nobody@example.com"}).want(200)
}
