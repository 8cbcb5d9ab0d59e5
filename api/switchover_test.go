package api_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover"
	"latchkey/webauthnsvc/webauthntest"
)

// WalkNatives lists the identities with passkeys at Kratos one by one.
func (k *fakeKratos) WalkNatives(ctx context.Context, visit func(int, []account.Natives) error) error {
	k.mu.Lock()
	var pages []account.Natives
	for id, found := range k.identities {
		if len(found.natives) > 0 {
			pages = append(pages, account.Natives{Identity: account.Identity{ID: id}, Passkeys: found.natives, Handles: found.handles()})
		}
	}
	k.mu.Unlock()
	for _, n := range pages {
		if err := visit(1, []account.Natives{n}); err != nil {
			return err
		}
	}
	return nil
}

func (i *kratosIdentity) handles() (handles [][]byte) {
	for _, n := range i.natives {
		if n.UserHandle != nil {
			handles = append(handles, n.UserHandle)
		}
	}
	return handles
}

func (k *fakeKratos) Natives(ctx context.Context, id uuid.UUID) (account.Natives, error) {
	identity, held, err := k.Holdings(ctx, id, nil)
	k.mu.Lock()
	defer k.mu.Unlock()
	n := account.Natives{Identity: identity, Held: held}
	if found := k.identities[id]; err == nil {
		n.Passkeys, n.Handles = slices.Clone(found.natives), found.handles()
		k.read++
		if found.tooLong {
			err = fault.ErrKratosTooLong
		}
	}
	return n, err
}

// holdsAtKratos gives a user a passkey at Kratos, made by that authenticator.
func (h *harness) holdsAtKratos(p *person, a *webauthntest.Authenticator, edits ...func(*account.NativePasskey)) {
	h.t.Helper()
	handle := fmt.Appendf(nil, "handle %d of %s", len(h.kratos.identities[p.id].natives), p.email)
	options, _ := json.Marshal(object{
		"challenge": "AAAA", "rp": object{"id": rpID}, "user": object{"id": base64.RawURLEncoding.EncodeToString(handle)},
		"pubKeyCredParams": []object{{"type": "public-key", "alg": a.Algorithm}},
	})
	created, err := a.Create(options)
	if err != nil {
		h.t.Fatal(err)
	}
	data, err := base64.RawURLEncoding.DecodeString(decode[struct {
		Response struct{ AuthenticatorData string }
	}](h.t, created).Response.AuthenticatorData)
	if err != nil {
		h.t.Fatal(err)
	}
	made := a.Passkeys()[len(a.Passkeys())-1]
	n := account.NativePasskey{
		Kind: "passkey", ID: made.ID, PublicKey: data[55+len(made.ID):], Transports: []string{"internal"}, UserHandle: handle,
		Flags: &account.NativeFlags{UserPresent: true, UserVerified: true, BackupEligible: a.BackupEligible, BackedUp: a.BackedUp}, AddedAt: h.clock.Now(),
	}
	for _, edit := range edits {
		edit(&n)
	}
	h.kratos.change(p.id, func(i *kratosIdentity) { i.natives = append(i.natives, n) })
}

// switchedOver runs an import, first as a dry run with the same report, and returns what is said of each user's passkeys.
func (h *harness) switchedOver(edits ...func(*switchover.Store)) map[uuid.UUID]switchover.Identity {
	h.t.Helper()
	var records switchover.Store = h.store
	for _, edit := range edits {
		edit(&records)
	}
	once := func(dry bool) map[uuid.UUID]switchover.Identity {
		all := map[uuid.UUID]switchover.Identity{}
		cfg := switchover.Config{RPID: rpID, VouchFactors: true, DryRun: dry, Now: h.clock.Now}
		_, err := switchover.New(cfg, records, h.kratos, h.service.Standing, h.service.Audit).Run(h.t.Context(),
			func(one switchover.Identity) error { all[one.ID] = one; return nil }, func(switchover.Totals) {})
		if err != nil {
			h.t.Fatal(err)
		}
		return all
	}
	before := h.dump()
	planned := once(true)
	if h.dump() != before {
		h.t.Error("a dry run has written something")
	}
	all := once(false)
	if !reflect.DeepEqual(planned, all) {
		h.t.Errorf("the dry run reports\n%+v\nand the run\n%+v", planned, all)
	}
	return all
}

func saidOf(one switchover.Identity) string {
	var said []string
	for _, p := range one.Passkeys {
		said = append(said, strings.TrimSpace(p.Result+" "+p.Reason))
	}
	return strings.Join(said, ", ")
}

// busyStore loses each race against a registration.
type busyStore struct{ switchover.Store }

func (busyStore) ImportPasskeys(context.Context, store.PasskeyImport) error {
	return store.NotFirstPasskey
}

// Each reason for which a passkey is not imported; the other users' are, in the same run.
func TestImportRefusals(t *testing.T) {
	t.Parallel()
	for reason, c := range map[string]struct {
		arrange func(h *harness, ada *person)
		store   func(*switchover.Store)
		vouched bool // the import may go on later
	}{
		switchover.ReasonTaken: {arrange: func(h *harness, ada *person) {
			bobs := device()
			h.person("bob@example.com").register(bobs).want(201)
			h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.ID = bobs.Passkeys()[0].ID })
		}},
		switchover.ReasonDisowned: {arrange: func(h *harness, ada *person) {
			phone := device()
			ada.register(phone).want(201)
			h.holdsAtKratos(ada, device())
			ada.stepUp(phone).want(200)
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.old = true })
			ada.post("/v1/factors/"+ada.standing().atKratos(h.t).ID.String()+"/disown", object{}).want(200)
		}},
		switchover.ReasonUnconfirmed: {arrange: func(h *harness, ada *person) {
			ada.register(device()).want(201)
			h.holdsAtKratos(ada, device())
		}},
		switchover.ReasonContested: {arrange: func(h *harness, ada *person) {
			h.addresses(ada, unverified(ada.email))
			ada.register(device()).want(201)
			h.clock.advance(2 * time.Hour)
			h.addresses(ada, h.verified(ada.email))
			h.recovers(ada)
			h.holdsAtKratos(ada, device())
		}},
		switchover.ReasonResetting: {arrange: func(h *harness, ada *person) {
			h.holdsAtKratos(ada, device())
			h.kratos.failRemoval(true)
			h.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/mfa-reset", object{"reason": "lost"})
		}},
		switchover.ReasonLost: {arrange: func(h *harness, ada *person) {
			ada.enrolsTOTP(h)
			ada.standing()
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
			h.holdsAtKratos(ada, device())
		}},
		switchover.ReasonChanging: {arrange: func(h *harness, ada *person) { h.holdsAtKratos(ada, device()) },
			store: func(s *switchover.Store) { *s = busyStore{*s} }},
		switchover.ReasonUnusable: {arrange: func(h *harness, ada *person) {
			h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.PublicKey = n.PublicKey[:len(n.PublicKey)-1] })
		}},
		"unusable, no record": {arrange: func(h *harness, ada *person) {
			h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.ID = nil })
		}},
		"unusable, no handle": {arrange: func(h *harness, ada *person) {
			h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.UserHandle = nil })
		}},
		"unusable, too many": {arrange: func(h *harness, ada *person) {
			h.holdsAtKratos(ada, device())
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.tooLong = true })
		}},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			ada, carol, phone := h.person("ada@example.com"), h.person("carol@example.com"), device()
			h.holdsAtKratos(carol, phone)
			c.arrange(h, ada)
			held, before := len(ada.passkeyRows(h)), h.events("passkey.imported")
			if c.store != nil {
				if got := saidOf(h.switchedOver(c.store)[ada.id]); got != "refused "+reason {
					t.Errorf("got %s", got)
				}
				return
			}
			all := h.switchedOver()
			reason, _, _ := strings.Cut(reason, ",")
			if got := saidOf(all[ada.id]); got != "refused "+reason {
				t.Errorf("got %s", got)
			}
			if got := saidOf(all[carol.id]); got != "imported" {
				t.Errorf("another user's: %s", got)
			}
			h.browser().login(phone).want(200)
			if len(ada.passkeyRows(h)) != held || h.events("passkey.imported") != before+1 {
				t.Errorf("something was imported: %v", fmt.Sprint(all))
			}
		})
	}
}

// passkeyRows are all that is stored.
func (p *person) passkeyRows(h *harness) []store.Passkey {
	h.t.Helper()
	rows, err := h.store.PasskeysOf(h.t.Context(), p.id)
	if err != nil {
		h.t.Fatal(err)
	}
	return rows
}

// For people with a role, an imported passkey is as young as a new one: it opens no changes until it is old enough.
func TestImportForStaff(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "support")
	phone := device()
	old := func(n *account.NativePasskey) { n.AddedAt = n.AddedAt.Add(-1000 * time.Hour) } // only its time here counts
	h.holdsAtKratos(ada, phone, old)
	if one := h.switchedOver()[ada.id]; saidOf(one) != "imported" || !one.Role {
		t.Errorf("got %+v", one)
	}
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=passkey.imported").want(200).object()["events"].([]any)
	if details := events[0].(object)["metadata"].(object); details["role"] != true {
		t.Errorf("recorded: %v", details)
	}
	ada.stepUp(phone).want(200)
	bob := h.person("bob@example.com")
	id := bob.register(device()).want(201).id().String()
	change := func() *answer { return console.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}) }
	if got := change(); got.status != 403 {
		t.Errorf("a passkey that was just imported opens changes: %s", got.body)
	}
	h.clock.advance(24 * time.Hour)
	ada.stepUp(phone).want(200)
	change().want(200)
}
