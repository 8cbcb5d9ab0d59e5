package storetest

import (
	"reflect"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// IdentityFacts returns of many identities what SessionFacts returns of each.
func testIdentityFacts(t *testing.T, l *ledger) {
	full, graced, factor, later := l.person(), newID(), newID(), l.registered(newID())
	kept, suspended := l.registered(full), event("passkey.suspended", later.IdentityID)
	l.accepts(l.suspend(later.ID, at, suspended), suspended)
	coded, set := l.withCodes(3)
	l.supportCode(coded)
	l.redeems(recoveryTry(coded, at), store.RecoveryVerdict{Spend: &set[0].Hash})
	l.initialized(only(full, kept.ID))
	l.firstPasskey(full)
	l.saw(factor, "totp")
	_, err := l.BeginGrace(l.ctx, graced, at)
	l.accepts(err)
	_, err = l.BeginSecondGrace(l.ctx, coded, at)
	l.accepts(err)
	for range 5 {
		l.person() // not asked for, and some of them are between the others
	}
	all := []uuid.UUID{full, coded, graced, factor, later.IdentityID, newID()}
	got, err := l.IdentityFacts(l.ctx, all)
	if err != nil || len(got) != len(all)-1 {
		t.Fatalf("%d identities, %v", len(got), err)
	}
	if ranged, err := l.IdentityFacts(l.ctx, sorted(all)); err != nil || !reflect.DeepEqual(ranged, got) {
		t.Errorf("in ascending order:\n%+v, %v\nwant %+v", ranged, err, got)
	}
	for _, id := range all {
		want, err := l.SessionFacts(l.ctx, newID(), id, store.FactsQuery{SecondWay: true})
		l.accepts(err)
		for i, p := range want.Passkeys {
			want.Passkeys[i] = store.Passkey{
				ID: p.ID, IdentityID: p.IdentityID, RPID: p.RPID, AAGUID: p.AAGUID, CreatedAt: p.CreatedAt, SuspendedAt: p.SuspendedAt,
				SuspendedFor: p.SuspendedFor, SuspendedBy: p.SuspendedBy, UVInitialized: p.UVInitialized, UVInitializedBy: p.UVInitializedBy,
				BackupFlagsAt: p.BackupFlagsAt, StepUpOnly: p.StepUpOnly,
			}
		}
		if one, found := got[id]; found && !reflect.DeepEqual(one, want) {
			t.Errorf("got  %+v\nwant %+v", one, want)
		}
	}
	if none, err := l.IdentityFacts(l.ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("of none: %v, %v", none, err)
	}
}
