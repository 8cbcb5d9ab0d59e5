package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// vouchedBy checks how the only factor of an identity is vouched for, and by which passkeys.
func (l *ledger) vouchedBy(identity uuid.UUID, how string, by ...uuid.UUID) {
	l.t.Helper()
	rows, err := l.FactorsOf(l.ctx, identity)
	l.accepts(err)
	byID := func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(by, byID)
	if len(rows) == 1 {
		slices.SortFunc(rows[0].VouchedBy, byID)
	}
	if len(rows) != 1 || rows[0].How != how || !slices.Equal(rows[0].VouchedBy, by) {
		l.t.Errorf("got %+v, want %q by %v", rows, how, by)
	}
}

// confirmed confirms a factor. ended reports whether its previous vouch, if any, has ended.
func (l *ledger) confirmed(f store.FactorSighting, identity uuid.UUID, ended bool, by ...uuid.UUID) {
	l.t.Helper()
	e := event("factor.confirmed", identity)
	var events []store.AuditEvent
	if ended {
		events = append(events, e)
	}
	l.accepts(l.ConfirmFactor(l.ctx, identity, f.ID, only(identity, by...), at, e), events...)
}

// A vouch ends with any of the passkeys that made it: then the factor can be confirmed again.
func testFactorVouchersEnd(t *testing.T, l *ledger) {
	for name, end := range map[string]func(p store.Passkey, by uuid.UUID){
		"removed": func(p store.Passkey, _ uuid.UUID) {
			e := event("passkey.removed", p.IdentityID)
			l.accepts(l.remove(p.IdentityID, p.ID, false, e), e)
		},
		"disowned": func(p store.Passkey, by uuid.UUID) { l.disowns(disowning(p.IdentityID, p.ID, by)) },
		"suspended": func(p store.Passkey, _ uuid.UUID) {
			e := event("passkey.suspended", p.IdentityID)
			l.accepts(l.suspend(p.ID, at, e), e)
		},
	} {
		t.Log(name)
		identity, app := newID(), sighting("totp", "")
		l.identities = append(l.identities, identity)
		owners, theirs := l.registered(identity), l.registered(identity)
		l.looks(identity, at, []store.FactorSighting{app}, "totp appeared")
		l.confirmed(app, identity, true, owners.ID, theirs.ID)
		l.confirmed(app, identity, false, owners.ID)
		l.vouchedBy(identity, store.VouchedConfirmed, owners.ID, theirs.ID)
		end(theirs, owners.ID)
		l.confirmed(app, identity, true, owners.ID)
		l.vouchedBy(identity, store.VouchedConfirmed, owners.ID)
		l.confirmed(app, identity, false, owners.ID)
	}
}

// A suspended passkey that is resumed vouches as before.
func testFactorVoucherResumed(t *testing.T, l *ledger) {
	identity, app := newID(), sighting("totp", "")
	p, other := l.registered(identity), l.registered(identity)
	l.looks(identity, at, []store.FactorSighting{app}, "totp appeared")
	l.confirmed(app, identity, true, p.ID)
	paused, resumed := event("passkey.suspended", identity), event("passkey.resumed", identity)
	l.accepts(l.suspend(p.ID, at, paused), paused)
	l.accepts(l.ResumePasskey(l.ctx, p.ID, resumed), resumed)
	l.confirmed(app, identity, false, other.ID)
	l.vouchedBy(identity, store.VouchedConfirmed, p.ID)
}

// A removal may keep the vouches of some kinds. They then also rest on the other evidence of the removal. A confirmation
// replaces them.
func testFactorVouchersKept(t *testing.T, l *ledger) {
	for _, kept := range []bool{true, false} {
		for _, others := range []int{0, 1} {
			identity, password := newID(), sighting("password", "")
			l.identities = append(l.identities, identity)
			p, other := l.registered(identity), l.registered(identity)
			l.looks(identity, at, []store.FactorSighting{password}, "password appeared")
			l.confirmed(password, identity, true, p.ID)
			e := event("passkey.removed", identity)
			r := removal(identity, p.ID, []uuid.UUID{p.ID, other.ID}[:1+others], false, e)
			r.Keep, r.KeepVouched = true, []string{"oidc"}
			if kept {
				r.KeepVouched = []string{"oidc", "password"}
			}
			_, err := l.DeletePasskey(l.ctx, r)
			l.accepts(err, e)
			if kept {
				l.vouchedBy(identity, store.VouchedConfirmed, sorted(slices.Clone(r.By.Passkeys))...)
			} else {
				l.vouchedBy(identity, "")
			}
			l.confirmed(password, identity, true, other.ID)
			l.confirmed(password, identity, false, other.ID)
		}
	}
}

// A snapshot vouches again, by other passkeys, and only if the previous vouch is older.
func testFactorVouchersSeen(t *testing.T, l *ledger) {
	identity, app := newID(), sighting("totp", store.VouchedFreshSession)
	first, second := newID(), newID()
	app.By = []uuid.UUID{first}
	l.looks(identity, at, []store.FactorSighting{app}, "totp appeared", "totp vouched")
	l.looks(identity, at.Add(time.Minute), []store.FactorSighting{app})
	l.vouchedBy(identity, store.VouchedFreshSession, first)
	app.By = []uuid.UUID{second}
	l.looks(identity, at, []store.FactorSighting{app})
	l.looks(identity, at.Add(time.Minute), []store.FactorSighting{app}, "totp vouched")
	l.vouchedBy(identity, store.VouchedFreshSession, second)
	no := event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, app.ID, store.Evidence{}, at, no), no)
	l.vouchedBy(identity, "")
}
