package api_test

import (
	"strings"
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
		"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", // of no width
		"\u3164", "\uffa0", "\u115f", "\u1160", "\u034f", // fillers
		"\U000e0061", "\ufff9", "\u2062", // tags, annotations, operators
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
	// Nothing to see at all.
	for _, blank := range []string{"\u200b\u2060", "\u3164", "\u2800", "\u00a0\u3000", "\u0301"} {
		ada.patch("/v1/passkeys/"+id, object{"name": blank}).wantField("name")
		ada.post("/v1/confirmations/begin", object{"payload": blank}).wantField("payload")
		admin.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": blank}).wantField("reason")
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	// A name is stored in NFC; a text to sign is not changed.
	if got := ada.patch("/v1/passkeys/"+id, object{"name": "Cafe\u0301"}).want(200).object()["name"]; got != "Caf\u00e9" {
		t.Errorf("stored %q", got)
	}
	signed := decode[struct{ Receipt string }](t, ada.confirm(phone, "Cafe\u0301").want(200).body)
	if got := h.openReceipt(signed.Receipt).Payload; got != "Cafe\u0301" {
		t.Errorf("signed %q", got)
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

// Authenticators store 64 bytes of a name: the cut is ours, before a character that does not fit.
func TestUserNamesFitAuthenticators(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	start := strings.Repeat("a", 62)
	ada := h.person(start + "e\u0301@example.com")
	user := decode[struct {
		User struct{ Name, DisplayName string }
	}](t, ada.begin("registration", object{}).PublicKey).User
	if user.Name != start || len(user.DisplayName) > 64 {
		t.Errorf("got %+v, want the name %q and a display name of at most 64 bytes", user, start)
	}
	registered := decode[struct {
		Signal []struct {
			Method  string
			Options struct{ Name string }
		}
	}](t, ada.register(device()).want(201).body)
	if len(registered.Signal) == 0 || registered.Signal[0].Options.Name != start {
		t.Errorf("got %+v, want a signal with the name %q", registered, start)
	}
}
