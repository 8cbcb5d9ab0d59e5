package api_test

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

var kinds = []string{"registration", "login", "step-up"}

// A token of one kind opens as no other, and a refusal before verification spends nothing.
func TestCeremonyKindsAreNotExchangeable(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
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
	h := newHouse(t)
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

func TestLoginIsBoundToItsBrowser(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)

	browser, other, app := h.browser(), h.browser(), h.app()
	other.begin("login", object{}) // has a nonce of its own
	begunInBrowser := browser.begin("login", object{})
	begunInApp := app.begin("login", object{})
	credential := browser.getWith(phone, begunInBrowser)
	inApp := app.getWith(phone, begunInApp)
	before := h.dump()

	other.finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	h.browser().finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	h.app().finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	browser.finish("login", begunInApp, inApp).wantCode(400, "ceremony_invalid")
	forged := h.browser()
	forged.cookies["latchkey_browser"] = ""
	forged.finish("login", begunInBrowser, credential).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("a refusal before verification has written something")
	}

	// Two tabs share the nonce and do not hurt each other.
	tab := browser.begin("login", object{})
	browser.finish("login", begunInBrowser, credential).want(200)
	browser.finish("login", tab, browser.getWith(phone, tab)).want(200)
	app.finish("login", begunInApp, inApp).want(200)
}

func TestNonceCookie(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:4477":     "latchkey_browser=; Path=/; HttpOnly; SameSite=Strict",
		"https://login.example.com": "__Host-latchkey_browser=; Path=/; HttpOnly; Secure; SameSite=Strict",
	} {
		h := newHouse(t, func(h *house) { h.config.BaseURL = base })
		browser := h.browser()
		set := browser.post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie")
		name, rest, _ := strings.Cut(set, "=")
		value, attributes, _ := strings.Cut(rest, ";")
		if len(value) < 26 || name+"=;"+attributes != want {
			t.Errorf("%s sets %q", base, set)
		}
		if again := browser.post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie"); again != "" {
			t.Errorf("a browser that has one gets another: %q", again)
		}
		if app := h.app().post("/v1/login/begin", object{}).want(200).header.Get("Set-Cookie"); app != "" {
			t.Errorf("an app gets a cookie: %q", app)
		}
	}
}

func TestCeremonyClock(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, test := range []struct {
		skew time.Duration // of the finishing replica against the beginning one
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
			other := h.replica(func(o *house) { o.clock.advance(test.skew) })
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

// Secrets rotate without a gap: added last on all replicas, then put first on all, then the old one is dropped.
func TestSecretsRotate(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	first, second := h.rules.Secrets[0], []byte(strings.Repeat("second secret ", 4))
	secrets := func(list ...[]byte) *house {
		return h.replica(func(o *house) { o.rules.Secrets = list })
	}
	old, added, swapped, dropped := h, secrets(first, second), secrets(second, first), secrets(second)
	for _, test := range []struct {
		name       string
		begin, end *house
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
	// The decoys' key is sealed anew by whoever opens it with an old secret, so it survives the old one's end.
	decoy := func(h *house) string {
		b := h.app().begin("login", object{"identifier": "nobody@example.com"})
		return string(decode[struct{ AllowCredentials jsonRaw }](t, b.PublicKey).AllowCredentials)
	}
	want := decoy(old)
	for i, replica := range []*house{added, swapped, dropped} {
		if got := decoy(replica); got != want {
			t.Errorf("replica %d has another decoy", i)
		}
	}
}

func TestCeremonyTokenIsNotToBeTamperedWith(t *testing.T) {
	h := newHouse(t)
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

// An RP or an origin that is taken out of the configuration is out for ceremonies under way.
func TestCeremonyOutlivesNoConfiguration(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	app := h.app()
	b := app.begin("login", object{})
	without := h.replica(func(o *house) {
		o.rules.RPs = []webauthnsvc.RP{{ID: rpID, Name: "x", Origins: []string{"https://www.example.com"}}}
	})
	other := h.replica(func(o *house) {
		o.rules.RPs = []webauthnsvc.RP{{ID: "example.org", Name: "x", Origins: []string{"https://example.org"}}}
	})
	app.at(other).finish("login", b, app.getWith(phone, b)).wantCode(400, "ceremony_invalid")
	refused := app.at(without).finish("login", b, app.getWith(phone, b)).wantReason("origin_mismatch").object()
	if refused["received"] != origin || len(refused["expected"].([]any)) != 1 {
		t.Errorf("got %v", refused)
	}
}

func TestFinishIsOnce(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()

	b := ada.begin("registration", object{})
	credential := ada.create(phone, b)
	ada.finish("registration", b, credential).want(201)
	ada.stepUp(phone).want(200)
	ada.finish("registration", b, credential).wantCode(409, "ceremony_spent")

	b = ada.begin("login", object{})
	credential = ada.getWith(phone, b)
	ada.finish("login", b, credential).want(200)
	ada.finish("login", b, credential).wantCode(409, "ceremony_spent")

	b = ada.begin("step-up", object{})
	credential = ada.getWith(phone, b)
	ada.finish("step-up", b, credential).want(200)
	ada.finish("step-up", b, credential).wantCode(409, "ceremony_spent")
	if h.count("passkeys") != 1 {
		t.Error("more than one passkey")
	}
}

// A failed verification spends as well: nobody tries twice on one challenge.
func TestFailedVerificationSpends(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, kind := range []string{"login", "step-up"} {
		b := ada.begin(kind, object{})
		good := ada.getWith(phone, b)
		phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		bad := ada.getWith(phone, b)
		phone.Tamper.Signature = nil
		ada.finish(kind, b, bad).wantReason("not_accepted")
		ada.finish(kind, b, good).wantCode(409, "ceremony_spent")
	}
	ada.stepUp(phone).want(200)
	laptop := device()
	b := ada.begin("registration", object{})
	good := ada.create(laptop, b)
	hostile := device()
	hostile.Tamper.RPID = "evil.example"
	ada.finish("registration", b, ada.create(hostile, b)).wantReason("rp_id_mismatch")
	ada.finish("registration", b, good).wantCode(409, "ceremony_spent")
}

// What fails before verification, or because somebody else is down, spends nothing: the person tries again.
func TestOutagesSpendNothing(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	laptop := device()
	for _, kind := range kinds {
		b := ada.begin(kind, object{})
		var credential []byte
		status := 200
		if kind == "registration" {
			credential, status = ada.create(laptop, b), 201
		} else {
			credential = ada.getWith(phone, b)
		}
		before := h.dump()
		ada.finish(kind, b, []byte(`{"id":"AA"}`)).wantReason("malformed")
		h.kratos.goDown(true)
		ada.finish(kind, b, credential).wantCode(503, "kratos_unavailable")
		h.kratos.goDown(false)
		h.store.goDown(true)
		down := ada.finish(kind, b, credential).wantCode(503, "store_unavailable")
		if down.header.Get("Retry-After") == "" {
			t.Error("503 without Retry-After")
		}
		h.store.goDown(false)
		if h.dump() != before {
			t.Errorf("%s: something was written", kind)
		}
		ada.finish(kind, b, credential).want(status)
	}
}

// Of fifty finishes of one ceremony on two replicas exactly one wins.
func TestParallelFinishesHaveOneWinner(t *testing.T) {
	h := newHouse(t)
	other := h.replica()
	ada := h.person("ada@example.com")
	phone := device()
	race := func(kind string, b begun, credential []byte, won int, lost ...string) {
		t.Helper()
		codes := make([]string, 50)
		start := make(chan struct{})
		var wait sync.WaitGroup
		for i := range codes {
			runner := ada.with("X-Request-Id", "")
			if i%2 == 1 {
				runner = runner.at(other)
			}
			wait.Go(func() {
				<-start
				a := runner.post("/v1/"+kind+"/finish", object{"ceremony": b.Ceremony, "credential": jsonRaw(credential)})
				if a.status == won {
					codes[i] = "won"
				} else {
					codes[i], _ = a.object()["code"].(string)
				}
			})
		}
		close(start)
		wait.Wait()
		winners := 0
		for _, code := range codes {
			if code == "won" {
				winners++
			} else if !strings.Contains(strings.Join(lost, " "), code) {
				t.Errorf("%s: a loser is told %q", kind, code)
			}
		}
		if winners != 1 {
			t.Errorf("%s: %d winners", kind, winners)
		}
	}
	b := ada.begin("registration", object{})
	race("registration", b, ada.create(phone, b), 201, "ceremony_spent", "step_up_required")
	b = ada.begin("login", object{})
	race("login", b, ada.getWith(phone, b), 200, "ceremony_spent")
	b = ada.begin("step-up", object{})
	race("step-up", b, ada.getWith(phone, b), 200, "ceremony_spent")
	if h.count("passkeys") != 1 || h.count("spent_challenges") != 3 {
		t.Errorf("%d passkeys and %d spent challenges", h.count("passkeys"), h.count("spent_challenges"))
	}
}

// Begin writes nothing, whoever calls it and however often.
func TestBeginWritesNothing(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	h.app().begin("login", object{"identifier": "warm@up.example"}) // makes the decoys' key, once
	before := h.dump()
	for range 20 {
		h.app().begin("login", object{})
		h.browser().begin("login", object{"identifier": ada.email})
		h.browser().begin("login", object{"identifier": "nobody@example.com"})
		ada.begin("step-up", object{})
		ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	}
	h.person("eve@example.com").begin("registration", object{})
	if h.dump() != before {
		t.Error("something was written")
	}
}

// While Kratos is asked, things change: a passkey suspended or revoked in between opens nothing.
func TestChangesBetweenBeginAndFinish(t *testing.T) {
	changes := map[string]func(*house, *person, uuid.UUID){
		"suspended": func(h *house, _ *person, id uuid.UUID) {
			h.service.SuspendPasskey(t.Context(), webauthnsvc.System, webauthnsvc.Request{}, id, "x")
		},
		"revoked": func(h *house, _ *person, id uuid.UUID) {
			h.service.RevokePasskey(t.Context(), webauthnsvc.System, webauthnsvc.Request{}, id, "x", false)
		},
		"identity inactive": func(h *house, p *person, _ uuid.UUID) {
			h.kratos.change(p.id, func(i *kratosIdentity) { i.Active = false })
		},
		"identity deleted": func(h *house, p *person, _ uuid.UUID) { h.kratos.remove(p.id) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			ada := h.person("ada@example.com")
			phone := device()
			id := ada.register(phone).want(201).id()
			b := ada.begin("login", object{})
			credential := ada.getWith(phone, b)
			change(h, ada, id)
			ada.finish("login", b, credential).wantReason("not_accepted")
			ada.finish("login", b, credential).wantCode(409, "ceremony_spent")
		})
		t.Run(name+" while Kratos is asked", func(t *testing.T) {
			h := newHouse(t)
			ada := h.person("ada@example.com")
			phone := device()
			id := ada.register(phone).want(201).id()
			b := ada.begin("login", object{})
			credential := ada.getWith(phone, b)
			h.kratos.meanwhile = func() { change(h, ada, id) }
			ada.finish("login", b, credential).wantReason("not_accepted")
		})
	}
}

// Without a credential nobody is asked; what Kratos says of one is passed on.
func TestMissingCredentialsAreUnauthenticated(t *testing.T) {
	h := newHouse(t)
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
		t.Errorf("got %v", sent)
	}
	h.kratos.aal2 = ""
	h.kratos.goDown(true)
	ada.get("/v1/passkeys").wantCode(503, "kratos_unavailable")
}

func TestSessionIDOfAnotherIdentityIsNoBinding(t *testing.T) {
	h := newHouse(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	b := ada.begin("registration", object{})
	// A Kratos that reuses a session ID would not let Eve finish for Ada.
	id := ada.sessionID(h)
	h.kratos.editSession(eve.token, func(s *webauthnsvc.Session) { s.ID = id })
	eve.finish("registration", b, eve.create(device(), b)).wantCode(400, "ceremony_invalid")
}
