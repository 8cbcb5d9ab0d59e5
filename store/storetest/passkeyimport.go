package storetest

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// imported returns an import of passkeys whose handles are unknown, with a factor that it vouches for.
func imported(identityID uuid.UUID, count int) store.PasskeyImport {
	i := store.PasskeyImport{
		IdentityID: identityID, First: true, At: at, AlongUntil: to(at.Add(-time.Hour)), Unverified: []store.UnverifiedAddress{address()},
		Seen: []store.FactorSighting{sighting("totp", store.VouchedImport)},
	}
	for range count {
		p := passkey(identityID)
		p.HandleUnknown, p.Source, p.ImportedAt, p.BackupEligible = true, store.SourceKratos, to(at), nil
		i.Passkeys = append(i.Passkeys, p)
		i.Handles = append(i.Handles, random(64))
		i.Events = append(i.Events, event("passkey.imported", identityID))
	}
	change := event("factor.vouched", identityID)
	i.FactorEvent = func(_ store.Factor, what string) *store.AuditEvent {
		if what != store.FactorVouched {
			return nil
		}
		return &change
	}
	return i
}

// imports stores an import, which must succeed, as must its dry run, which changes nothing.
func (l *ledger) imports(i store.PasskeyImport) {
	l.t.Helper()
	dry := i
	dry.DryRun = true
	if err := l.ImportPasskeys(l.ctx, dry); err != nil {
		l.t.Fatalf("a dry run: %v", err)
	}
	l.unchanged()
	events := i.Events
	if i.Seen != nil {
		events = append(events, *i.FactorEvent(store.Factor{}, store.FactorVouched))
	}
	l.accepts(l.ImportPasskeys(l.ctx, i), events...)
}

func testImport(t *testing.T, l *ledger) {
	identity := newID()
	i := imported(identity, 2)
	i.Passkeys[1].StepUpOnly, i.Passkeys[1].HandleUnknown = true, false
	i.Passkeys[0].UVInitialized, i.Passkeys[0].AAGUID = true, uuid.Nil
	i.Passkeys[0].CreatedAt = at.Add(-time.Hour)
	i.Passkeys[0].SuspendedAt, i.Passkeys[0].SuspendedFor, i.Passkeys[0].BackupFlagsAt = to(at), store.SuspendedForVerification, to(at)
	i.Passkeys[0].UVInitializedBy, i.Passkeys[0].LastUsedAt, i.Passkeys[0].CloneWarningAt = []uuid.UUID{i.Passkeys[1].ID}, to(at), to(at)
	l.imports(i)
	held, err := l.PasskeysOf(l.ctx, identity)
	if err != nil || !reflect.DeepEqual(held, i.Passkeys) {
		t.Errorf("got  %+v, %v\nwant %+v", held, err, i.Passkeys)
	}
	rest, err := l.Holdings(l.ctx, identity)
	if err != nil || len(rest.Handles) != 2 || len(rest.Factors) != 1 || rest.Factors[0].How != store.VouchedImport {
		t.Errorf("held: %+v, %v", rest, err)
	}
	first, err := l.FirstPasskeyOf(l.ctx, identity)
	if err != nil || !first.At.Equal(at) || len(first.Unverified) != 1 || first.AlongUntil == nil || !first.AlongUntil.Equal(at.Add(-time.Hour)) {
		t.Errorf("the first passkey's record: %+v, %v", first, err)
	}

	// An import without passkeys adds user handles.
	more := store.PasskeyImport{IdentityID: identity, Handles: append(i.Handles, random(64)), At: at}
	l.accepts(l.ImportPasskeys(l.ctx, more))
	if rest, err = l.Holdings(l.ctx, identity); err != nil || len(rest.Handles) != 3 {
		t.Errorf("%d user handles, %v, want 3", len(rest.Handles), err)
	}
}

// A refused import stores nothing of it, not even its user handles.
func testImportRefused(t *testing.T, l *ledger) {
	taken := l.registered(newID())
	identity := newID()
	other := imported(identity, 2)
	other.Passkeys[1].CredentialID = taken.CredentialID
	l.refuses(l.ImportPasskeys(l.ctx, other), store.CredentialTaken)
	l.refuses(l.ImportPasskeys(l.ctx, imported(taken.IdentityID, 1)), store.NotFirstPasskey)

	seen := l.saw(taken.IdentityID, "passkey")
	unvouched := imported(taken.IdentityID, 1)
	unvouched.First, unvouched.Seen, unvouched.By = false, nil, store.Evidence{IdentityID: taken.IdentityID, Factors: []uuid.UUID{seen.ID}}
	l.refuses(l.ImportPasskeys(l.ctx, unvouched), store.EvidenceGone)

	reset := newID()
	l.opened(reset)
	l.refuses(l.ImportPasskeys(l.ctx, imported(reset, 1)), store.BeingReset)
	for _, id := range []uuid.UUID{identity, taken.IdentityID, reset} {
		if rest, err := l.Holdings(l.ctx, id); err != nil || len(rest.Handles) != 0 {
			t.Errorf("%d user handles of a refused import, %v", len(rest.Handles), err)
		}
	}
}

// What was removed elsewhere counts as removed here, and as the identity's first passkey. It is listed with the owners of passkeys.
func testImportRemoved(t *testing.T, l *ledger) {
	i := store.PasskeyImport{IdentityID: newID(), First: true, At: at, Removed: [][]byte{{2}, {1}, {2}}, Unverified: []store.UnverifiedAddress{address()}}
	for _, dry := range []bool{true, false, false} {
		i.DryRun = dry
		l.accepts(l.ImportPasskeys(l.ctx, i))
		held, err := l.Holdings(l.ctx, i.IdentityID)
		if want := map[bool]int{true: 0, false: 2}[dry]; err != nil || len(held.Struck) != want {
			t.Errorf("dry run %t: removed %x, %v", dry, held.Struck, err)
		}
	}
	if removed, err := l.CredentialRemoved(l.ctx, i.IdentityID, []byte{1}); err != nil || !removed {
		t.Errorf("removed: %t, %v", removed, err)
	}
	if first, err := l.FirstPasskeyOf(l.ctx, i.IdentityID); err != nil || !first.At.Equal(at) || len(first.Unverified) != 1 {
		t.Errorf("the first passkey's record: %+v, %v", first, err)
	}
	other := l.registered(newID())
	if owners, err := l.PasskeyOwners(l.ctx, uuid.Nil, 5); err != nil || !slices.Equal(owners, []uuid.UUID{i.IdentityID, other.IdentityID}) {
		t.Errorf("owners %v, %v", owners, err)
	}
}

// Neither a registration nor an import is the first passkey if the other was faster.
func testImportRace(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		i, n := imported(identity, 2), registration(identity)
		n.First = true
		winner := l.oneWins(atOnce(
			func() error { return l.ImportPasskeys(l.ctx, i) },
			func() error { return l.CreatePasskey(l.ctx, n) },
		), store.NotFirstPasskey)
		if winner == 0 {
			l.accepts(nil, append(i.Events, *i.FactorEvent(store.Factor{}, store.FactorVouched))...)
		} else {
			l.accepts(nil, n.Event)
		}
	}
}

// A passkey takes the user handle that it presents, with a login, a step-up or a code.
func testHandleClaimed(t *testing.T, l *ledger) {
	identity := newID()
	i := imported(identity, 3)
	l.imports(i)
	stranger := imported(newID(), 1)
	l.imports(stranger)

	login, stepUp := assertion(i.Passkeys[0]), steppingUp(i.Passkeys[1], l.session())
	coded := assertion(i.Passkeys[2])
	c := codeBy(i.Passkeys[2])
	coded.Code = &c
	for n, a := range []store.Assertion{login, stepUp, coded} {
		a.UserHandle = stranger.Handles[0]
		l.refuses(l.UsePasskey(l.ctx, a), store.NotAnAlias)
		a.UserHandle = i.Handles[2-n]
		a.SeenSignCount, a.SignCount = 1, 1
		l.refuses(l.UsePasskey(l.ctx, a), store.PasskeyChanged)
		a.SeenSignCount, a.SignCount = 0, 0
		l.accepts(l.UsePasskey(l.ctx, a), a.Event)
		if got := l.passkey(a.PasskeyID); got.HandleUnknown || !bytes.Equal(got.UserHandle, i.Handles[2-n]) {
			t.Errorf("passkey %d has not taken its user handle: %+v", n, got)
		}
		again := assertion(i.Passkeys[n])
		again.UserHandle = i.Handles[n]
		l.refuses(l.UsePasskey(l.ctx, again), store.PasskeyChanged)
	}

	// Without a user handle, the passkey's stays unknown.
	plain := assertion(stranger.Passkeys[0])
	l.accepts(l.UsePasskey(l.ctx, plain), plain.Event)
	if !l.passkey(plain.PasskeyID).HandleUnknown {
		t.Error("an assertion without a user handle has set it")
	}
}

// The owners of passkeys are walked in the order of their IDs, each once, from anywhere.
func testPasskeyOwners(t *testing.T, l *ledger) {
	var want []uuid.UUID
	for range 5 {
		want = append(want, newID()) // in this order, since they are of version 7
		l.registered(want[len(want)-1])
		l.registered(want[len(want)-1])
	}
	var got []uuid.UUID
	for after := uuid.Nil; ; {
		page, err := l.PasskeyOwners(l.ctx, after, 2)
		if err != nil || len(page) > 2 {
			t.Fatalf("%d owners, %v, want at most 2", len(page), err)
		}
		got = append(got, page...)
		if len(page) < 2 {
			break
		}
		after = page[1]
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
