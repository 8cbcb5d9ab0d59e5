package api_test

import (
	"testing"
)

// Text that changes its direction misleads its reader: in a passkey's name, a text to sign, an admin's reason. It is
// refused and not corrected, so that what is stored is what was sent.
func TestTextThatChangesItsDirectionIsRefused(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	id := ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	b := ada.begin("registration", object{})
	created := ada.create(device(), b)
	admin := h.adminWith("keys", "revoke", "reset", "read")
	before := h.dump()
	for _, turning := range []string{
		"\u061c", "\u200e", "\u200f", // marks
		"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", // embeddings and overrides
		"\u2066", "\u2067", "\u2068", "\u2069", // isolates
	} {
		text := "Pay " + turning + "RUE 001 to Ann"
		ada.post("/v1/registration/begin", object{"name": text}).wantField("name")
		ada.post("/v1/registration/finish", object{"ceremony": b.Ceremony, "credential": jsonRaw(created), "name": text}).wantField("name")
		ada.patch("/v1/passkeys/"+id, object{"name": text}).wantField("name")
		ada.post("/v1/confirmations/begin", object{"payload": text}).wantField("payload")
		admin.post("/admin/v1/keys", object{"name": text, "scopes": []string{"read"}}).wantField("name")
		admin.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": text}).wantField("reason")
		admin.post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": text}).wantField("reason")
		admin.post("/admin/v1/identities/"+ada.id.String()+"/mfa-reset", object{"reason": text}).wantField("reason")
		admin.post("/admin/v1/identities/"+ada.id.String()+"/mfa-reset", object{"reason": "x", "approved_by": text}).wantField("approved_by")
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	// Right-to-left scripts need none of them, and emoji are joined by other characters.
	for _, text := range []string{"مفتاح الهاتف", "מפתח Yubikey 5", "👩\u200d👧 ❤\ufe0f", "ᡶᠠᠢ"} {
		ada.patch("/v1/passkeys/"+id, object{"name": text}).want(200)
		ada.post("/v1/confirmations/begin", object{"payload": text}).want(200)
	}

	// A browser's own name is not refused, but its record does not change direction either.
	ada.with("User-Agent", "Browser \u202e\u2066\u0000\u009b 1").patch("/v1/passkeys/"+id, object{"name": "phone"}).want(200)
	if got := h.query("SELECT user_agent FROM security_audit ORDER BY id DESC LIMIT 1")[0][0]; got != "Browser  1" {
		t.Errorf("recorded %q", got)
	}
}
