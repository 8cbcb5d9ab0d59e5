package api_test

import (
	"bytes"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// imported makes passkeys look like Kratos': each has a user handle of its own, and the database knows all of them, but not
// which belongs to which.
func (h *harness) imported(p *person, devices ...*webauthntest.Authenticator) (handles [][]byte) {
	for i, d := range devices {
		handle := bytes.Repeat([]byte{byte('a' + i)}, 64)
		d.Passkeys()[0].UserHandle = handle
		handles = append(handles, handle)
		h.query("INSERT INTO user_handle_aliases (identity_id, user_handle) VALUES (?, ?)", p.id[:], handle)
	}
	h.query("UPDATE passkeys SET handle_unknown = 1, user_handle = ? WHERE identity_id = ?", handles[len(handles)-1], p.id[:])
	return handles
}

// Kratos makes a user handle for each passkey: each works with its own, which is then the passkey's only one.
func TestUserHandleAliases(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada, phone, key, app := h.person("ada@example.com"), device(), device(), device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	ada.register(key).want(201)
	ada.register(app).want(201)
	handles := h.imported(ada, phone, key, app)
	bob, stranger := h.person("bob@example.com"), device()
	bob.register(stranger).want(201)
	bobs := h.imported(bob, stranger)[0]

	// Another user's handle is refused, also if it is known here.
	for _, wrong := range [][]byte{bobs[:63], []byte("?")} {
		phone.Passkeys()[0].UserHandle = wrong
		ada.login(phone).wantReason("not_accepted")
		ada.stepUp(phone).wantReason("not_accepted")
	}
	phone.Passkeys()[0].UserHandle = handles[0]
	if n := h.query("SELECT count(*) FROM passkeys WHERE handle_unknown AND identity_id = ?", ada.id[:])[0][0].(int64); n != 3 {
		t.Errorf("%d user handles are unknown after refused logins, want 3", n)
	}
	for i, d := range []*webauthntest.Authenticator{phone, key, app} {
		ada.login(d).want(200)
		ada.login(d).want(200)
		ada.stepUp(d).want(200)
		d.Passkeys()[0].UserHandle = handles[(i+1)%3] // an alias, but no longer of this passkey
		ada.login(d).wantReason("not_accepted")
	}
	if n := h.query("SELECT count(*) FROM passkeys WHERE handle_unknown AND identity_id = ?", ada.id[:])[0][0].(int64); n != 0 {
		t.Errorf("%d user handles are unknown after a login with each passkey", n)
	}
}

// A second factor steps sessions up. It signs nobody in, with or without an identifier, and gets no code of ours.
func TestStepUpOnly(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada, key := h.person("ada@example.com"), device()
	ada.register(key).want(201)
	h.query("UPDATE passkeys SET step_up_only = 1")
	ada.login(key).wantReason("not_accepted")
	b := ada.begin("login", object{"identifier": ada.email})
	if _, err := key.Get(b.PublicKey); err == nil {
		t.Error("a login by identifier lists a passkey that is only for step-ups")
	}
	app := h.app()
	b = app.begin("login", object{"session": "token"})
	app.finish("login", b, app.getWith(key, b)).wantReason("not_accepted")
	ada.stepUp(key).want(200)
	if list := ada.get("/v1/passkeys").want(200); !contains(string(list.body), `"step_up_only":true`) {
		t.Errorf("listed as %s", list.body)
	}
}
