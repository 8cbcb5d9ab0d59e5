package api_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"latchkey/store/sqlite"
	"latchkey/webauthnsvc/webauthntest"
)

// restored is the service on an earlier copy of its database, with the same Kratos.
func (h *harness) restored(backup []byte) *harness {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), "restored.db")
	if err := os.WriteFile(path, backup, 0o600); err != nil {
		h.t.Fatal(err)
	}
	opened, err := sqlite.Open(h.t.Context(), path, sqlite.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { opened.Close() })
	other := harnessOn(h.t, opened)
	other.raw, other.kratos, other.clock = openRaw(h.t, path), h.kratos, h.clock
	other.build()
	return other
}

func (h *harness) backup() []byte {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), "backup.db")
	h.query("VACUUM INTO ?", path)
	copied, err := os.ReadFile(path)
	if err != nil {
		h.t.Fatal(err)
	}
	return copied
}

// pick signs in with a passkey of the device, as from the browser's own list.
func (c *caller) pick(d *webauthntest.Authenticator, credentialID []byte) *answer {
	c.t.Helper()
	b := c.begin("login", object{})
	at := slices.IndexFunc(d.Passkeys(), func(p *webauthntest.Passkey) bool { return string(p.ID) == string(credentialID) })
	credential, err := d.Answer(d.Passkeys()[at], b.PublicKey)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.finish("login", b, credential)
}

// forgets returns the credential IDs that a response asks the browser to delete.
func (a *answer) forgets() []string {
	a.t.Helper()
	var ids []string
	signals, _ := a.object()["signal"].([]any)
	for _, s := range signals {
		switch signal := s.(object); signal["method"] {
		case "signalUnknownCredential":
			ids = append(ids, signal["options"].(object)["credentialId"].(string))
		case "signalCurrentUserDetails":
		default:
			a.t.Errorf("signal %v", signal["method"])
		}
	}
	return ids
}

func base64ID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// A passkey that the database lacks may work: it may be newer than the restored backup.
func TestRestoredDatabaseForgetsNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	bob, laptop, tablet := h.person("bob@example.com"), device(), device()
	backup := h.backup()
	ada.register(laptop).want(201)
	bob.register(tablet).want(201)

	restored := h.restored(backup)
	for _, p := range []*person{ada, bob} {
		if gone := p.at(restored).get("/v1/passkeys").want(200).forgets(); gone != nil {
			t.Errorf("opening the list of passkeys deletes %v", gone)
		}
	}
	for _, d := range []*webauthntest.Authenticator{laptop, tablet} {
		refused := restored.browser().pick(d, d.Passkeys()[0].ID).wantReason("not_accepted")
		if refused.object()["signal"] != nil {
			t.Errorf("picking a passkey deletes it: %s", refused.body)
		}
	}
	// Nor does a change of another one.
	id := ada.at(restored).get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["id"].(string)
	if gone := ada.at(restored).patch("/v1/passkeys/"+id, object{"name": "Phone"}).want(200).forgets(); gone != nil {
		t.Errorf("renaming deletes %v", gone)
	}
}

// A removed passkey is forgotten: when its owner opens the list, after each change, and when it is picked.
func TestRemovedPasskeysAreForgotten(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	bob, laptop, tablet := h.person("bob@example.com"), device(), device()
	lost := ada.register(laptop).want(201).id().String()
	bob.register(tablet).want(201)
	removed := laptop.Passkeys()[0].ID

	want := []string{base64ID(removed)}
	if gone := ada.delete("/v1/passkeys/" + lost).want(200).forgets(); !slices.Equal(gone, want) {
		t.Errorf("removing it signals %v", gone)
	}
	if gone := ada.get("/v1/passkeys").want(200).forgets(); !slices.Equal(gone, want) {
		t.Errorf("the list signals %v", gone)
	}
	if gone := bob.get("/v1/passkeys").want(200).forgets(); gone != nil {
		t.Errorf("another's list signals %v", gone)
	}
	if gone := h.browser().pick(laptop, removed).wantReason("not_accepted").forgets(); !slices.Equal(gone, want) {
		t.Errorf("picking it signals %v", gone)
	}
	// If the login named a user, the response reveals nothing about a passkey.
	b := h.app().begin("login", object{"identifier": ada.email})
	credential, err := laptop.Answer(laptop.Passkeys()[0], b.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if refused := h.app().finish("login", b, credential).wantReason("not_accepted"); refused.object()["signal"] != nil {
		t.Errorf("a login by identifier signals: %s", refused.body)
	}
	// Removed by support counts as removed.
	id := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["id"].(string)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen"}).want(200)
	if gone := h.browser().pick(phone, phone.Passkeys()[0].ID).wantReason("not_accepted").forgets(); len(gone) != 1 {
		t.Errorf("picking a revoked one signals %v", gone)
	}
}

// Credential IDs are not secret. A user who registers that of another's passkey, of which Latchkey has no row, and
// removes it, must not make the other's browser forget a working passkey.
func TestAnothersPasskeyIsNotForgotten(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	eve, evil := h.person("eve@example.com").caller, device()
	backup := h.backup()
	tablet := device()
	ada.register(tablet).want(201)
	known := tablet.Passkeys()[0].ID

	restored := h.restored(backup) // has no row of the tablet
	evil.Tamper.CredentialID = known
	eve = eve.at(restored)
	id := eve.register(evil).want(201).id().String()
	eve.stepUp(evil).want(200)
	eve.delete("/v1/passkeys/" + id).want(200)
	if refused := restored.browser().pick(tablet, known).wantReason("not_accepted"); refused.object()["signal"] != nil {
		t.Errorf("the owner's browser gets %s", refused.body)
	}
	if gone := ada.at(restored).get("/v1/passkeys").want(200).forgets(); gone != nil {
		t.Errorf("the owner's list signals %v", gone)
	}
	if gone := restored.browser().pick(evil, known).wantReason("not_accepted").forgets(); len(gone) != 1 {
		t.Errorf("the remover gets %v", gone)
	}
}

// An old tombstone has no user handle, so it is unknown whose passkey it was.
func TestTombstoneWithoutHandleSignalsNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	laptop := device()
	lost := ada.register(laptop).want(201).id().String()
	if gone := ada.delete("/v1/passkeys/" + lost).want(200).forgets(); len(gone) != 1 {
		t.Fatalf("got %v, want 1 entry", gone)
	}
	h.query("UPDATE tombstones SET user_handle = NULL")
	if gone := ada.get("/v1/passkeys").want(200).forgets(); gone != nil {
		t.Errorf("the list signals %v", gone)
	}
	if refused := h.browser().pick(laptop, laptop.Passkeys()[0].ID).wantReason("not_accepted"); refused.object()["signal"] != nil {
		t.Errorf("picking it signals %s", refused.body)
	}
}

// A client that repeats a removed passkey is no flood at Kratos; the signal follows with a later login.
func TestRemovedPasskeyAsksKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	laptop := device()
	ada.delete("/v1/passkeys/" + ada.register(laptop).want(201).id().String()).want(200)
	signals := 0
	before := h.kratos.asked
	for range 15 {
		signals += len(h.browser().pick(laptop, laptop.Passkeys()[0].ID).wantReason("not_accepted").forgets())
	}
	if asked := h.kratos.asked - before; asked != 10 || signals != 10 {
		t.Errorf("Kratos was asked %d times within a minute, with %d signals", asked, signals)
	}
	h.clock.advance(time.Minute)
	if got := h.browser().pick(laptop, laptop.Passkeys()[0].ID).forgets(); len(got) != 1 {
		t.Errorf("a minute later: %v", got)
	}
}
