package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func testPasskeyComesBackAsStored(t *testing.T, l *ledger) {
	full := passkey(newID())
	full.BackedUp = true
	full.SignCount = 1<<32 - 1
	full.LastUsedAt = to(at.Add(time.Microsecond))
	full.CloneWarningAt = to(at.Add(2 * time.Microsecond))
	bare := passkey(newID())
	bare.BackupEligible = nil
	bare.AAGUID = uuid.Nil // a security key that does not disclose its model
	for _, p := range []store.Passkey{full, bare} {
		n := registration(p.IdentityID)
		n.Passkey = p
		// Time zone and nanoseconds are not stored.
		n.Passkey.CreatedAt = p.CreatedAt.Add(789).In(time.FixedZone("east", 3600))
		l.accepts(l.CreatePasskey(l.ctx, n), n.Event)

		byCredential, err := l.PasskeyByCredentialID(l.ctx, p.CredentialID)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []store.Passkey{l.passkey(p.ID), byCredential} {
			if !reflect.DeepEqual(got, p) {
				t.Errorf("got  %+v\nwant %+v", got, p)
			}
		}
	}
}

func testPasskeysOfAnIdentity(t *testing.T, l *ledger) {
	identity := newID()
	want := []store.Passkey{l.registered(identity), l.registered(identity), l.registered(identity)}
	l.registered(newID())
	suspend := event("passkey.suspended", identity)
	l.accepts(l.suspend(want[1].ID, at, suspend), suspend)
	want[1].SuspendedAt, want[1].SuspendedBy = to(at), store.SuspendedByStaff

	got, err := l.PasskeysOf(l.ctx, identity)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if none, err := l.PasskeysOf(l.ctx, newID()); err != nil || len(none) != 0 {
		t.Errorf("an unknown identity has %v, %v", none, err)
	}
}

func testNotFound(t *testing.T, l *ledger) {
	known := l.registered(newID())
	e := event("x", known.IdentityID)
	stranger, nothing := newID(), newID()
	_, byCredential := l.PasskeyByCredentialID(l.ctx, random(32))
	_, byID := l.Passkey(l.ctx, nothing)
	_, stepUp := l.StepUp(l.ctx, nothing)
	_, adminKey := l.AdminKeyByHash(l.ctx, [32]byte(random(32)))
	_, key := l.Key(l.ctx, "nothing")
	for name, err := range map[string]error{
		"PasskeyByCredentialID":       byCredential,
		"Passkey":                     byID,
		"StepUp":                      stepUp,
		"AdminKeyByHash":              adminKey,
		"Key":                         key,
		"RenamePasskey":               l.RenamePasskey(l.ctx, known.IdentityID, nothing, "n", e),
		"RenamePasskey, of another":   l.RenamePasskey(l.ctx, stranger, known.ID, "n", e),
		"DeletePasskey":               l.remove(known.IdentityID, nothing, false, e),
		"DeletePasskey, keepLast":     l.remove(known.IdentityID, nothing, true, e),
		"DeletePasskey, of another":   l.remove(stranger, known.ID, false, e),
		"DeletePasskey, of another 2": l.remove(stranger, known.ID, true, e),
		"SuspendPasskey":              l.suspend(nothing, at, e),
		"ConfirmPasskey":              l.ConfirmPasskey(l.ctx, nothing, at, e),
		"ResumePasskey":               l.ResumePasskey(l.ctx, nothing, e),
		"SuspectPasskey":              l.suspect(suspicion(store.Passkey{ID: nothing}, true)),
		"RevokeAdminKey":              l.revokeKey(nothing, at, e),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l.unchanged()
}

func testRename(t *testing.T, l *ledger) {
	p := l.registered(newID())
	e := event("passkey.renamed", p.IdentityID)
	l.accepts(l.RenamePasskey(l.ctx, p.IdentityID, p.ID, "Schlüssel", e), e)
	p.Name = "Schlüssel"
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
}

func testDelete(t *testing.T, l *ledger) {
	p := l.registered(newID())
	e := event("passkey.removed", p.IdentityID)
	l.accepts(l.remove(p.IdentityID, p.ID, false, e), e)
	again := event("passkey.removed", p.IdentityID)
	l.refuses(l.remove(p.IdentityID, p.ID, false, again), store.ErrNotFound)
	// The authenticator can be registered again.
	l.registered(p.IdentityID, func(n *store.Passkey) { n.CredentialID = p.CredentialID })
}

func testDeleteKeepsLast(t *testing.T, l *ledger) {
	identity := newID()
	remove := func(p store.Passkey) (store.AuditEvent, error) {
		e := event("passkey.removed", identity)
		return e, l.remove(identity, p.ID, true, e)
	}
	first, second, third := l.registered(identity), l.registered(identity), l.registered(identity)
	l.registered(newID()) // another identity's does not count
	suspend := event("passkey.suspended", identity)
	l.accepts(l.suspend(first.ID, at, suspend), suspend)

	e, err := remove(second)
	l.accepts(err, e)
	_, err = remove(third) // the suspended one does not count
	l.refuses(err, store.LastPasskey)
	e, err = remove(first) // a suspended one may be removed
	l.accepts(err, e)
	_, err = remove(third)
	l.refuses(err, store.LastPasskey)
	e = event("passkey.removed", identity)
	l.accepts(l.remove(identity, third.ID, false, e), e)
}

func testDeleteKeepsLastOfTwoAtOnce(t *testing.T, l *ledger) {
	for range 15 {
		identity := newID()
		held := []store.Passkey{l.registered(identity), l.registered(identity)}
		events := []store.AuditEvent{event("passkey.removed", identity), event("passkey.removed", identity)}
		errs := atOnce(
			func() error { return l.remove(identity, held[0].ID, true, events[0]) },
			func() error { return l.remove(identity, held[1].ID, true, events[1]) },
		)
		winner := l.oneWins(errs, store.LastPasskey)
		l.accepts(nil, events[winner])
		l.passkey(held[1-winner].ID)
	}
}

func testSuspendAndResume(t *testing.T, l *ledger) {
	p := l.registered(newID())
	suspend, resume := event("passkey.suspended", p.IdentityID), event("passkey.resumed", p.IdentityID)
	again := event("again", p.IdentityID)

	l.accepts(l.ResumePasskey(l.ctx, p.ID, again)) // nothing to end: no event
	l.accepts(l.suspend(p.ID, at, suspend), suspend)
	l.accepts(l.suspend(p.ID, at.Add(time.Hour), again))
	l.accepts(l.ResumePasskey(l.ctx, p.ID, resume), resume)
	l.accepts(l.ResumePasskey(l.ctx, p.ID, again))
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}

	s := suspicion(p, false)
	l.accepts(l.suspect(s), s.Event)
	cleared := event("passkey.resumed", p.IdentityID)
	l.accepts(l.ResumePasskey(l.ctx, p.ID, cleared), cleared)
	if got := l.passkey(p.ID); got.CloneWarningAt != nil {
		t.Error("a resumed passkey still carries its clone warning")
	}
}

func testConfirm(t *testing.T, l *ledger) {
	p := l.registered(newID())
	e, again := event("passkey.confirmed", p.IdentityID), event("again", p.IdentityID)
	l.accepts(l.ConfirmPasskey(l.ctx, p.ID, at, e), e)
	l.accepts(l.ConfirmPasskey(l.ctx, p.ID, at.Add(time.Hour), again))
	p.ConfirmedAt = to(at)
	if got := l.passkey(p.ID); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
}

func testListPasskeysFilters(t *testing.T, l *ledger) {
	identity, aaguid := newID(), uuid.UUID(random(16))
	since := at.Add(time.Hour)
	a := l.registered(identity, func(p *store.Passkey) { p.AAGUID = aaguid; p.RPID = "old.example" })
	b := l.registered(identity, func(p *store.Passkey) { p.BackedUp = true; p.LastUsedAt = to(since) })
	c := l.registered(newID(), func(p *store.Passkey) { p.AAGUID = aaguid; p.CloneWarningAt = to(at) })
	d := l.registered(newID(), func(p *store.Passkey) { p.CreatedAt = since })
	key := newKeyModel().KeyIdentifier
	e := l.registered(newID(), func(p *store.Passkey) { p.LastUsedAt = to(since.Add(-time.Microsecond)); p.KeyIdentifier = key })
	for name, c := range map[string]struct {
		filter store.PasskeyFilter
		want   []store.Passkey
	}{
		"none":              {store.PasskeyFilter{}, []store.Passkey{e, d, c, b, a}},
		"identity":          {store.PasskeyFilter{IdentityID: &identity}, []store.Passkey{b, a}},
		"aaguid":            {store.PasskeyFilter{AAGUID: &aaguid}, []store.Passkey{c, a}},
		"key identifier":    {store.PasskeyFilter{KeyIdentifier: &key}, []store.Passkey{e}},
		"no key identifier": {store.PasskeyFilter{KeyIdentifier: to(""), IdentityID: &identity}, []store.Passkey{b, a}},
		"no such passkey":   {store.PasskeyFilter{KeyIdentifier: &key, IdentityID: &identity}, nil},
		"rp_id":             {store.PasskeyFilter{RPID: to("old.example")}, []store.Passkey{a}},
		"synced":            {store.PasskeyFilter{Synced: to(true)}, []store.Passkey{b}},
		"not synced":        {store.PasskeyFilter{Synced: to(false)}, []store.Passkey{e, d, c, a}},
		"unused since":      {store.PasskeyFilter{UnusedSince: &since}, []store.Passkey{e, c, a}},
		"clone warning":     {store.PasskeyFilter{CloneWarning: to(true)}, []store.Passkey{c}},
		"no clone warning":  {store.PasskeyFilter{CloneWarning: to(false)}, []store.Passkey{e, d, b, a}},
		"ID":                {store.PasskeyFilter{ID: &b.ID}, []store.Passkey{b}},
		"created since":     {store.PasskeyFilter{CreatedSince: &since}, []store.Passkey{d}},
		"created until":     {store.PasskeyFilter{CreatedUntil: &since}, []store.Passkey{e, c, b, a}},
		"two of them":       {store.PasskeyFilter{AAGUID: &aaguid, IdentityID: &identity}, []store.Passkey{a}},
		"nothing":           {store.PasskeyFilter{RPID: to("unused.example")}, nil},
	} {
		if got := l.allPasskeys(c.filter, 2); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got  %+v\nwant %+v", name, got, c.want)
		}
	}
}

// Rows that are stored during paging are newer than all following pages.
func testListPasskeysPages(t *testing.T, l *ledger) {
	var want []uuid.UUID
	for range 7 {
		want = append(want, l.registered(newID()).ID)
	}
	slices.Reverse(want)
	var got []uuid.UUID
	page := store.Page{Size: 2}
	for {
		rows, err := l.ListPasskeys(l.ctx, store.PasskeyFilter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		for _, p := range rows {
			got = append(got, p.ID)
		}
		page.Before = rows[len(rows)-1].ID
		l.registered(newID())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
