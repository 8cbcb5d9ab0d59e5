package api_test

import (
	"context"
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
	for name, c := range map[string]struct {
		faster  func(h *harness, ada *person, a *webauthntest.Authenticator)
		refused bool // the second attempt
	}{
		"to another login":   {faster: func(h *harness, _ *person, a *webauthntest.Authenticator) { h.browser().login(a).want(200) }},
		"to an import":       {faster: func(h *harness, _ *person, _ *webauthntest.Authenticator) { h.switchedOver() }},
		"to a first passkey": {faster: func(_ *harness, ada *person, _ *webauthntest.Authenticator) { ada.register(device()).want(201) }, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			learn := h.adopting()
			ada, a := h.person("ada@example.com"), device()
			h.holdsAtKratos(ada, a)
			learn()
			h.store.beforeCommit = func() { c.faster(h, ada, a) }
			browser := h.browser()
			b := browser.begin("login", object{})
			credential := browser.getWith(a, b)
			browser.finish("login", b, credential).wantCode(409, "conflict")
			if c.refused {
				browser.finish("login", b, credential).wantReason("not_accepted")
			} else {
				browser.finish("login", b, credential).want(200)
			}
			browser.finish("login", b, credential).wantCode(409, "ceremony_spent")
			imported := 1
			if c.refused {
				imported = 0
			}
			if rows := ada.passkeyRows(h); len(rows) != 1 || h.events("passkey.imported") != imported {
				t.Errorf("%d passkeys, %d imports", len(rows), h.events("passkey.imported"))
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

// The user is mailed about an adoption, with the button that takes the passkey away again, which works.
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
	if !strings.Contains(mail, "/not-me?passkey=3D"+id) && !strings.Contains(mail, "/not-me?passkey="+id) {
		t.Errorf("the mail has no button for the passkey: %s", mail)
	}
}
