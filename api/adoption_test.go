package api_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/rules"
	"latchkey/switchover"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

// clockedSwitchover is clocked for a switch-over.
type clockedSwitchover struct {
	switchover.Store
	clock *clock
}

func (c clockedSwitchover) Now(context.Context) (time.Time, error) { return c.clock.Now(), nil }

// adopting makes logins adopt Kratos' passkeys, and returns what learns their user handles.
func (h *harness) adopting() (learn func()) {
	adoption := switchover.NewAdoption(clockedSwitchover{h.store, h.clock}, h.kratos, h.service.Standing, h.service.Audit, h.service.Ceremonies.Provider, h.clock.Now)
	webauthnsvc.Adopt(h.service.Ceremonies, adoption)
	return func() {
		if err := adoption.Learn(h.t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			h.t.Fatal(err)
		}
	}
}

// A user signs in with each passkey that Kratos holds, as if it were here, and gets a session. Nothing else is trusted.
func TestAdoption(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, vault, phone, usb := h.person("ada@example.com"), device(), device(), device()
	usb.BackupEligible, usb.BackedUp, usb.CounterStep = false, false, 1
	for _, a := range []*webauthntest.Authenticator{vault, phone, usb} {
		h.holdsAtKratos(ada, a)
	}
	ada.enrolsTOTP(h)
	h.browser().login(vault).wantReason("not_accepted") // Kratos has not been read yet
	learn()
	for n, a := range []*webauthntest.Authenticator{vault, phone, usb} {
		h.clock.advance(time.Minute)
		session := h.minted(a)
		if rows := ada.passkeyRows(h); session.id != ada.id || len(rows) != n+1 || rows[n].LastUsedAt == nil || rows[n].HandleUnknown {
			t.Fatalf("passkey %d: %+v", n, rows)
		}
		if got := h.events("passkey.imported"); got != n+1 {
			t.Errorf("%d events", got)
		}
		h.browser().login(a).want(200)
		ada.stepUp(a).want(200)
	}
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && *f.Vouched != (f.Kind == assurance.KindPasskey) {
			t.Errorf("%s is vouched for: %v", f.Kind, *f.Vouched)
		}
	}
	if got := saidOf(h.switchedOver()[ada.id]); got != "present, present, present" {
		t.Errorf("an import afterwards: %s", got)
	}
}

// An adoption opens no way around the rules of a registration, and does not reveal who exists.
func TestAdoptionRefuses(t *testing.T) {
	t.Parallel()
	second := func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true }
	for name, arrange := range map[string]func(h *harness, ada *person, a *webauthntest.Authenticator){
		"beside a passkey": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			ada.register(device()).want(201)
			h.holdsAtKratos(ada, a)
		},
		"there before, and not used": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			h.holdsAtKratos(ada, a)
			ada.enrolsTOTP(h)
			ada.usesTOTP(h)
			ada.register(device()).want(201)
		},
		"after an adoption": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			owners := device()
			h.holdsAtKratos(ada, owners)
			h.adopting()()
			h.browser().login(owners).want(200)
			h.clock.advance(time.Minute)
			h.holdsAtKratos(ada, a)
		},
		"a second factor has just been removed": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			ada.enrolsTOTP(h)
			ada.standing()
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
			h.holdsAtKratos(ada, a)
		},
		"a user with a role": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			h.giveRole(ada, "support")
			h.holdsAtKratos(ada, a)
		},
		"a second factor": func(h *harness, ada *person, a *webauthntest.Authenticator) { h.holdsAtKratos(ada, a, second) },
		"another key": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			other := device()
			h.holdsAtKratos(ada, a)
			h.holdsAtKratos(ada, other)
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives[0].PublicKey = i.natives[1].PublicKey })
		},
		"another user's handle": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			bob := h.person("bob@example.com")
			h.holdsAtKratos(bob, device())
			h.holdsAtKratos(ada, a)
			a.Passkeys()[0].UserHandle = h.kratos.identities[bob.id].natives[0].UserHandle
		},
		"an unverified address": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			h.rules.FirstPasskeyNeeds = rules.NeedsVerifiedAddress
			h.build()
			h.addresses(ada, unverified(ada.email))
			h.holdsAtKratos(ada, a)
			h.adopting()
		},
		"an inactive user": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			h.holdsAtKratos(ada, a)
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = false })
		},
		"a deleted user": func(h *harness, ada *person, a *webauthntest.Authenticator) {
			h.holdsAtKratos(ada, a)
			h.adopting()()
			h.kratos.remove(ada.id)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			learn := h.adopting()
			ada, a := h.person("ada@example.com"), device()
			arrange(h, ada, a)
			learn()
			before := len(ada.passkeyRows(h))
			h.browser().login(a).wantReason("not_accepted")
			if got := len(ada.passkeyRows(h)); got != before {
				t.Errorf("%d passkeys, want %d", got, before)
			}
		})
	}
}

// What the owner confirms is adopted; what they removed here is not, and a login by identifier lists only what is here.
func TestAdoptionAfterAnswers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, phone, vault := h.person("ada@example.com"), device(), device()
	ada.register(phone).want(201)
	h.holdsAtKratos(ada, vault)
	learn()
	ada.stepUp(phone).want(200)
	h.browser().login(vault).wantReason("not_accepted")
	ada.post("/v1/factors/"+ada.standing().atKratos(t).ID.String()+"/confirm", object{}).want(200)
	if _, err := vault.Get(h.browser().begin("login", object{"identifier": ada.email}).PublicKey); err == nil {
		t.Error("a login by identifier lists a passkey that is not here")
	}
	h.browser().login(vault).want(200)
	ada.stepUp(vault).want(200)
	ada.delete("/v1/passkeys/" + ada.passkeyRows(h)[1].ID.String()).want(200)
	h.browser().login(vault).wantReason("not_accepted")
	h.query("DELETE FROM tombstones RETURNING 1") // as anybody's registration of its credential ID does
	h.browser().login(vault).wantReason("not_accepted")
	if got := saidOf(h.switchedOver()[ada.id]); got != "refused removed" {
		t.Errorf("an import: %s", got)
	}
}

// If Kratos does not answer, the same ceremony can be finished again; and a replayed handle is no flood at Kratos.
func TestAdoptionAsksKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, a := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, a)
	learn()
	c := h.browser()
	b := c.begin("login", object{})
	credential := c.getWith(a, b)
	h.kratos.goDown(true)
	c.finish("login", b, credential).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)

	public := h.kratos.identities[ada.id].natives[0].PublicKey
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives[0].PublicKey = nil })
	before := h.kratos.read
	for range 20 {
		h.browser().login(a).wantReason("not_accepted")
	}
	if asked := h.kratos.read - before; asked != 9 {
		t.Errorf("Kratos was asked %d times within a minute", asked)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives[0].PublicKey = public })
	h.clock.advance(time.Minute)
	c.finish("login", b, credential).want(200)
	c.finish("login", b, credential).wantCode(409, "ceremony_spent")
}

// A stolen password cannot keep the owner's passkey from being adopted, by logins with passkeys that the thief has set up at Kratos.
func TestAdoptionFlood(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, own := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, own)
	var thiefs []*webauthntest.Authenticator
	for range 15 {
		a := device()
		h.holdsAtKratos(ada, a, func(n *account.NativePasskey) { n.PublicKey = nil }) // none of them is adopted
		thiefs = append(thiefs, a)
	}
	learn()
	before := h.kratos.read
	for _, a := range thiefs {
		for range 11 {
			h.browser().login(a).wantReason("not_accepted")
		}
	}
	if asked := h.kratos.read - before; asked != 15+100 {
		t.Errorf("Kratos was asked %d times within a minute", asked)
	}
	h.browser().login(own).want(200)
}

// What an adoption took along can be imported afterwards, keys included. What appeared at Kratos since cannot, nor what was gone
// meanwhile; and what Kratos is unsure about does not end.
func TestImportAfterAdoption(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, vault, phone, key, returned := h.person("ada@example.com"), device(), device(), device(), device()
	hours := func(n int) func(*account.NativePasskey) {
		return func(one *account.NativePasskey) { one.AddedAt = one.AddedAt.Add(time.Duration(n-9) * time.Hour) }
	}
	h.holdsAtKratos(ada, vault, hours(1))
	h.holdsAtKratos(ada, phone, hours(2))
	h.holdsAtKratos(ada, key, hours(3), func(n *account.NativePasskey) { n.Kind, n.SecondFactor = assurance.KindWebAuthn, true })
	h.holdsAtKratos(ada, returned, hours(4))
	learn()
	h.browser().login(vault).want(200)

	h.clock.advance(time.Minute)
	all := h.kratos.identities[ada.id].natives
	code := true
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives, i.code = all[:3], &code })
	ada.standing() // records what is there
	h.clock.advance(time.Minute)
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives, code = all, false })
	h.holdsAtKratos(ada, device(), hours(5))
	if got := saidOf(h.switchedOver()[ada.id]); got != "present, imported, imported, refused unconfirmed, refused unconfirmed" {
		t.Errorf("got %s", got)
	}
	if n := h.query("SELECT count(*) FROM factors WHERE kind = 'code' AND gone_at IS NULL")[0][0].(int64); n != 1 {
		t.Errorf("%d records of codes, of which Kratos gave no clear answer", n)
	}
	h.browser().login(phone).want(200)
	h.browser().login(key).wantReason("not_accepted")
	ada.stepUp(key).want(200)
	h.browser().login(returned).wantReason("not_accepted")
	asked := 0
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && f.Kind != assurance.KindCode && !*f.Vouched {
			asked++
		}
	}
	if asked != 2 {
		t.Errorf("the user is asked about %d passkeys at Kratos, want those 2 that are not here", asked)
	}
	// It rests on the first one: without that, nothing more comes along.
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives = all[:3] })
	for _, row := range ada.passkeyRows(h)[1:] {
		h.query("DELETE FROM passkeys WHERE id = ?", row.ID[:])
	}
	h.query("UPDATE passkeys SET suspended_at = 1")
	if got := saidOf(h.switchedOver()[ada.id]); got != "present, refused unconfirmed, refused unconfirmed" {
		t.Errorf("beside a suspended one: %s", got)
	}
}
