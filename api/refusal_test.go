package api_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// Refusals that must be indistinguishable have the same response, byte for byte.
func TestRefusalsRevealNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	phone, other, paused, asleep := device(), device(), device(), device()
	ada.register(phone).want(201)
	bob.register(other).want(201)
	cleo, dan := h.person("cleo@example.com"), h.person("dan@example.com")
	id := cleo.register(paused).want(201).id().String()
	dan.register(asleep).want(201)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
	h.kratos.change(dan.id, func(i *kratosIdentity) { i.Active = false })

	app := h.app()
	answers := map[string][]byte{}
	listed := func(name, identifier string, answer func(b begun) []byte) {
		b := app.begin("login", object{"identifier": identifier})
		answers[name] = app.finish("login", b, answer(b)).wantReason("not_accepted").butRequestID()
	}
	bySignature := func(a *webauthntest.Authenticator) func(b begun) []byte {
		return func(b begun) []byte {
			credential, err := a.Answer(a.Passkeys()[0], b.PublicKey)
			if err != nil {
				t.Fatal(err)
			}
			return credential
		}
	}
	broken := func(b begun) []byte {
		phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		defer func() { phone.Tamper.Signature = nil }()
		return bySignature(phone)(b)
	}
	unknown := func(b begun) []byte {
		stranger := device()
		stranger.Tamper.CredentialID = bytes.Repeat([]byte{7}, 32)
		app.create(stranger, h.person("x").begin("registration", object{})) // and never finished
		return bySignature(stranger)(b)
	}
	decoy := func(b begun) []byte {
		other.Tamper.CredentialID = firstAllowed(t, b)
		defer func() { other.Tamper.CredentialID = nil }()
		return bySignature(other)(b)
	}
	listed("bad signature", ada.email, broken)
	listed("unknown ID", ada.email, unknown)
	listed("another's", ada.email, bySignature(other))
	listed("decoy", "nobody@example.com", decoy)
	listed("suspended", cleo.email, bySignature(paused))
	listed("inactive", dan.email, bySignature(asleep))
	discoverable := func(name string, answer func(b begun) []byte) {
		b := app.begin("login", object{})
		answers[name] = app.finish("login", b, answer(b)).wantReason("not_accepted").butRequestID()
	}
	discoverable("discoverable: bad signature", broken)
	discoverable("discoverable: suspended", bySignature(paused))
	discoverable("discoverable: inactive", bySignature(asleep))
	discoverable("discoverable: wrong handle", func(b begun) []byte {
		phone.Tamper.Credential = func(m map[string]any) { m["response"].(object)["userHandle"] = "AAAA" }
		defer func() { phone.Tamper.Credential = nil }()
		return bySignature(phone)(b)
	})
	discoverable("discoverable: no handle", func(b begun) []byte {
		phone.Discoverable = false
		defer func() { phone.Discoverable = true }()
		return bySignature(phone)(b)
	})
	// Not found does not mean removed: only a passkey with a tombstone is signalled.
	discoverable("discoverable: unknown ID", unknown)
	discoverable("discoverable: decoy", func(b begun) []byte {
		other.Tamper.CredentialID = firstAllowed(t, app.begin("login", object{"identifier": "nobody@example.com"}))
		defer func() { other.Tamper.CredentialID = nil }()
		return bySignature(other)(b)
	})
	want := answers["bad signature"]
	for name, got := range answers {
		if !bytes.Equal(got, want) {
			t.Errorf("%s can be told apart:\n%s%s", name, got, want)
		}
	}
}

func firstAllowed(t *testing.T, b begun) []byte {
	t.Helper()
	options := decode[struct {
		AllowCredentials []struct{ ID string }
	}](t, b.PublicKey)
	raw, err := base64.RawURLEncoding.DecodeString(options.AllowCredentials[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// butRequestID returns the body without the request's ID, which always differs.
func (a *answer) butRequestID() []byte {
	a.t.Helper()
	id, _ := a.object()["request_id"].(string)
	return bytes.ReplaceAll(a.body, []byte(id), []byte("request"))
}
