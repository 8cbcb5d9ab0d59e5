package api_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// spy records every secret that is sent or received: tokens, cookies, keys, ceremonies, challenges, credentials.
type spy struct{ secrets map[string]string }

func (s *spy) note(name string, secret string) {
	if len(secret) >= 8 {
		s.secrets[secret] = name
	}
}

// values records everything in a JSON document under names of secrets.
func (s *spy) values(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if text, ok := inner.(string); ok {
				switch name {
				case "ceremony", "challenge", "key", "proof", "token", "signature", "clientDataJSON", "authenticatorData",
					"attestationObject", "rawId", "userHandle", "publicKey", "identifier":
					s.note(name, text)
				}
			}
			s.values(inner)
		}
	case []any:
		for _, inner := range value {
			s.values(inner)
		}
	}
}

func (s *spy) watch(c *caller) *caller {
	inner := c.handler
	watched := *c
	watched.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Authorization", "X-Session-Token"} {
			s.note(name, strings.TrimPrefix(r.Header.Get(name), "Bearer "))
		}
		for _, cookie := range r.Cookies() {
			s.note("cookie", cookie.Value)
		}
		recorder := httptest.NewRecorder()
		inner.ServeHTTP(recorder, r)
		for _, cookie := range recorder.Result().Cookies() {
			s.note("cookie", cookie.Value)
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
	return &watched
}

// Whatever happens, no secret is logged, at any level.
func TestNoSecretsInLogs(t *testing.T) {
	h := newHarness(t, withProofs, func(h *harness) { h.config.LoginPerMinute, h.config.LoginBurst = 1000, 1000 })
	watch := &spy{secrets: map[string]string{}}
	ada := h.person("ada.secret@example.com")
	ada.caller = watch.watch(ada.caller)
	phone := device()
	note := func(b begun, credential []byte) {
		watch.note("ceremony", b.Ceremony)
		watch.values(decode[any](t, b.PublicKey))
		watch.values(decode[any](t, credential))
	}
	finish := func(c *caller, kind string, b begun, credential []byte) *answer {
		note(b, credential)
		got := c.finish(kind, b, credential)
		if len(got.body) > 0 {
			watch.values(got.object())
		}
		return got
	}

	b := ada.begin("registration", object{})
	made := finish(ada.caller, "registration", b, ada.create(phone, b)).want(201)
	for _, kind := range []string{"login", "step-up"} {
		b = ada.begin(kind, object{"audience": audience, "nonce": "nonce-of-a-service"})
		credential := ada.getWith(phone, b)
		finish(ada.caller, kind, b, credential).want(200)
		finish(ada.caller, kind, b, credential).wantCode(409, "ceremony_spent")
	}
	// Everything that can fail does, since causes of failures are logged.
	for _, spoil := range []func(){
		func() { phone.Tamper.ClientData = func(m map[string]any) { m["origin"] = "https://evil.example" } },
		func() { phone.Tamper.ClientData = func(m map[string]any) { m["challenge"] = "wrong" } },
		func() { phone.Tamper.ClientData = func(m map[string]any) { m["type"] = "webauthn.create" } },
		func() { phone.Tamper.ClientData = nil; phone.Tamper.RPID = "evil.example" },
		func() {
			phone.Tamper.RPID = ""
			phone.Tamper.Signature = func([]byte) []byte { return []byte("not a signature") }
		},
		func() { phone.Tamper.Signature = nil; phone.BackupEligible = false },
		func() { phone.BackupEligible = true; phone.Tamper.CredentialID = []byte("an unknown credential ID") },
		func() {
			phone.Tamper.CredentialID = nil
			phone.Tamper.AuthenticatorData = func(b []byte) []byte { return b[:20] }
		},
		func() {
			phone.Tamper.AuthenticatorData = nil
			phone.Tamper.RawClientData = func([]byte) []byte { return []byte("{broken") }
		},
		func() { phone.Tamper.RawClientData = nil; h.kratos.goDown(true) },
		func() { h.kratos.goDown(false); h.store.goDown(true) },
	} {
		h.store.goDown(false)
		b = h.app().begin("login", object{})
		spoil()
		finish(watch.watch(h.app()), "login", b, ada.getWith(phone, b))
	}
	h.store.goDown(false)
	ada.finish("login", begun{Ceremony: "a forged ceremony token"}, []byte(`{"id":"x"}`))
	watch.note("ceremony", "a forged ceremony token")
	ada.post("/v1/login/begin", object{"identifier": ada.email}).want(200)
	watch.note("identifier", ada.email)
	ada.send("POST", "/v1/login/finish", "application/json", []byte(`{"ceremony":"secret half of a body`)).want(400)
	watch.note("body", "secret half of a body")
	stranger := watch.watch(h.browser().with("X-Session-Token", "ory_st_a_wrong_token_of_somebody"))
	stranger.get("/v1/passkeys").want(401)
	stranger.get("/v1/passkeys?token=ory_st_in_an_address").want(401)
	watch.note("address", "ory_st_in_an_address")

	admin := watch.watch(h.adminWith("read", "revoke", "keys"))
	watch.values(admin.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read"}}).want(201).object())
	watch.watch(h.adminBy("latchkey_admin_a_wrong_key_of_somebody")).get("/admin/v1/keys").want(401)
	admin.get("/admin/v1/identities?identifier=" + ada.email).want(200)
	admin.post("/admin/v1/passkeys/"+made.id().String()+"/revoke", object{"reason": "x"}).want(200)
	for _, secret := range h.rules.Secrets {
		watch.note("secret", string(secret))
	}

	log := h.log.String()
	if lines := strings.Count(log, "\n"); lines < 30 || len(watch.secrets) < 60 {
		t.Fatalf("%d lines of log and %d secrets: the test sees too little", lines, len(watch.secrets))
	}
	for secret, name := range watch.secrets {
		raw, _ := base64.RawURLEncoding.DecodeString(secret)
		for _, form := range []string{secret, fmt.Sprintf("%x", raw), fmt.Sprintf("%x", secret), base64.StdEncoding.EncodeToString(raw)} {
			if len(form) >= 8 && strings.Contains(log, form) {
				t.Errorf("the log holds a %s: %s", name, form)
			}
		}
	}
	// The log contains what an operator needs.
	for _, want := range []string{`"route":"/v1/login/finish"`, `"code":"passkey_rejected"`, `"code":"kratos_unavailable"`, `"level":"ERROR"`, `"request_id":"`, `"status":409`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	if id, err := uuid.Parse(made.id().String()); err != nil || id == uuid.Nil {
		t.Error("no passkey was made")
	}
}
