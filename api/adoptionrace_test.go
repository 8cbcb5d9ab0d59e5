package api_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/store"
	"latchkey/webauthnsvc/webauthntest"
)

func (s *failingStore) ImportPasskeys(ctx context.Context, i store.PasskeyImport) error {
	if i.Challenge != nil { // an adoption's
		s.commits()
	}
	return s.Store.ImportPasskeys(ctx, i)
}

// An adoption that another change precedes stores nothing, and is not spent: the same ceremony can be finished again, by the rules
// that hold then.
func TestAdoptionLosesRace(t *testing.T) {
	t.Parallel()
	for name, faster := range map[string]func(h *harness, a, other *webauthntest.Authenticator){
		"to another login":    func(h *harness, a, _ *webauthntest.Authenticator) { h.browser().login(a).want(200) },
		"to another adoption": func(h *harness, _, other *webauthntest.Authenticator) { h.browser().login(other).want(200) },
		"to an import":        func(h *harness, _, _ *webauthntest.Authenticator) { h.switchedOver() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			learn := h.adopting()
			ada, a, other := h.person("ada@example.com"), device(), device()
			h.holdsAtKratos(ada, a)
			h.holdsAtKratos(ada, other)
			learn()
			before := 0
			h.store.beforeCommit = func() {
				faster(h, a, other)
				before = len(ada.passkeyRows(h))
			}
			c := h.browser()
			b := c.begin("login", object{})
			credential := c.getWith(a, b)
			c.finish("login", b, credential).wantCode(409, "conflict")
			if rows := ada.passkeyRows(h); before == 0 || len(rows) != before || h.events("passkey.imported") != before {
				t.Errorf("%d passkeys, want %d; %d imports", len(rows), before, h.events("passkey.imported"))
			}
			c.finish("login", b, credential).want(200)
			c.finish("login", b, credential).wantCode(409, "ceremony_spent")
			rows := ada.passkeyRows(h)
			if n := h.events("passkey.imported"); n != len(rows) || !slices.ContainsFunc(rows, func(p store.Passkey) bool {
				return bytes.Equal(p.CredentialID, a.Passkeys()[0].ID) && p.LastUsedAt != nil
			}) {
				t.Errorf("%d imports, %+v", n, rows)
			}
		})
	}
}

// The others come along with an adopted first passkey, and rest on it: once it is removed, they are what a thief with the password
// could have added, too.
func TestAdoptionAfterFirstIsRemoved(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(h *harness, ada *person, first store.Passkey, vault *webauthntest.Authenticator){
		"removed": func(_ *harness, ada *person, first store.Passkey, vault *webauthntest.Authenticator) {
			ada.stepUp(vault).want(200)
			ada.delete("/v1/passkeys/" + first.ID.String()).want(200)
		},
		"revoked": func(h *harness, _ *person, first store.Passkey, _ *webauthntest.Authenticator) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+first.ID.String()+"/revoke", object{"reason": "stolen"}).want(200)
		},
		"suspended": func(h *harness, _ *person, first store.Passkey, _ *webauthntest.Authenticator) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+first.ID.String()+"/suspend", object{"reason": "lost"}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			learn := h.adopting()
			ada, vault, phone := h.person("ada@example.com"), device(), device()
			h.holdsAtKratos(ada, vault)
			h.holdsAtKratos(ada, phone)
			learn()
			h.browser().login(vault).want(200)
			h.clock.advance(time.Minute)
			ends(h, ada, ada.passkeyRows(h)[0], vault)
			left := len(ada.passkeyRows(h))
			h.browser().login(phone).wantReason("not_accepted")
			if got := len(ada.passkeyRows(h)); got != left {
				t.Errorf("%d passkeys, want %d", got, left)
			}
			if got := saidOf(h.switchedOver()[ada.id]); !strings.HasSuffix(got, ", refused unconfirmed") {
				t.Errorf("an import: %s", got)
			}
		})
	}
}

// The user is mailed about an adoption, with the button that takes the passkey away again.
func TestAdoptionIsMailed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, phone := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, phone)
	learn()
	n := h.notifies("passkey.imported")
	h.browser().login(phone).want(200)
	if e := n.received(1)[0]; e.Data.IdentityID != ada.id || e.Data.Metadata["adopted"] != true {
		t.Errorf("received %+v", e)
	}
	n.await("a mail", func() bool { return len(n.mails.Received()) > 0 })
	id := ada.passkeyRows(h)[0].ID.String()
	mail := strings.ReplaceAll(n.mails.Received()[0].Message, "=\r\n", "")
	if !strings.Contains(mail, `<a href=3D"?passkey=3D`+id+`">This was not me</a>`) {
		t.Errorf("the mail has no button for the passkey: %s", mail)
	}
}
