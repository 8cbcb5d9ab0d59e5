package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// ownPassword is a password from before the first passkey.
var ownPassword = vouchedRow(KindPassword, "the owner's", store.VouchedFirstPasskey)

// besides returns a step-up by a key without its PIN, for which a first factor is recorded.
func besides(factor store.Factor, since time.Duration) *store.StepUp {
	up := stepUp(false, since)
	up.UsedWith = []uuid.UUID{factor.ID}
	return up
}

func notOwn(row store.Factor) store.Factor {
	row.DisownedAt, row.VouchedAt, row.How = at(time.Minute), nil, ""
	return row
}

// Once the first factor of a session has been found vouched, it counts in that session although its owner replaces it, but
// not once it is disowned, or its vouch has ended. It never vouches for its replacement, which another session may have set.
func TestFirstFactorChanged(t *testing.T) {
	ended := vouchedRow(KindPassword, "the owner's", store.VouchedFreshSession, func(f *store.Factor) { f.VouchedBy = []uuid.UUID{uuid.New()} })
	gone := ownPassword
	gone.GoneAt = at(30 * time.Second)
	for _, c := range []struct {
		name     string
		recorded bool
		rows     []store.Factor
		stepUp   time.Duration
		fresh    bool
	}{
		{"in a fresh session", true, []store.Factor{ownPassword}, 6 * time.Minute, true},
		{"and seen since", true, []store.Factor{gone}, 6 * time.Minute, true},
		{"the session is no longer fresh", true, []store.Factor{ownPassword}, 20 * time.Minute, false},
		{"never found vouched", false, []store.Factor{ownPassword}, 6 * time.Minute, false},
		{"disowned", true, []store.Factor{notOwn(ownPassword)}, 6 * time.Minute, false},
		{"its vouch has ended", true, []store.Factor{ended}, 6 * time.Minute, false},
		{"no longer remembered", true, nil, 6 * time.Minute, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, StepUp: stepUp(false, c.stepUp), Factors: c.rows}
			if c.recorded {
				rows.StepUp = besides(ownPassword, c.stepUp)
			}
			session := Session{Level: AAL1, AuthenticatedAt: ago(time.Hour), Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: ago(time.Hour)}}}
			f := read(t, session, Person{}, rows, Held{{Kind: KindPassword, Material: NewMaterial("new"), ChangedAt: ago(time.Second)}})
			if d := Decide(f, testPolicy()); d.Fresh() != c.fresh {
				t.Errorf("got %s, want fresh: %t", describe(d), c.fresh)
			}
			if got := f.Sightings(testPolicy(), false, uuid.New); len(got) != 1 || got[0].Vouch != "" {
				t.Errorf("got %+v, want one without a vouch", got)
			}
		})
	}
}

// What is recorded for a session is evidence like any other, also without asking Kratos. One that has been replaced is not
// named, but the passkeys that vouched for it are.
func TestRestsOnWhatIsRecorded(t *testing.T) {
	other := uuid.New()
	row := vouchedRow(KindPassword, "the owner's", store.VouchedConfirmed, func(f *store.Factor) { f.VouchedBy = []uuid.UUID{other} })
	for _, replaced := range []bool{false, true} {
		want := []uuid.UUID{row.ID}
		if replaced {
			row.GoneAt, want = at(time.Minute), nil
		}
		f := read(t, began("password"), Person{}, store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow(), passkeyRow(func(p *store.Passkey) { p.ID = other })},
			StepUp:   besides(row, 0), Factors: []store.Factor{row},
		}, nil)
		d := Decide(f, testPolicy())
		if !d.Fresh() || !slices.Equal(d.By.Passkeys, []uuid.UUID{other, phone}) || !slices.Equal(d.By.Factors, want) {
			t.Errorf("replaced %t: %s by %+v", replaced, describe(d), d.By)
		}
	}
}

// The factors are recorded where they count, and again once the earlier ones no longer count.
func TestFirstUsedWith(t *testing.T) {
	for _, c := range []struct {
		name   string
		stepUp *store.StepUp
		row    store.Factor
		want   bool
	}{
		{"a key without its PIN", stepUp(false, 0), ownPassword, true},
		{"a key with it", stepUp(true, 0), ownPassword, false},
		{"recorded", besides(ownPassword, 0), ownPassword, false},
		{"another one is", besides(store.Factor{ID: uuid.New()}, 0), ownPassword, true},
		{"a password that is not vouched for", stepUp(false, 0), seen(KindPassword, "the owner's", time.Hour), false},
	} {
		f := read(t, began("password"), Person{}, store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow()}, StepUp: c.stepUp, Factors: []store.Factor{c.row},
		}, Held{changedHeld(KindPassword, "the owner's", 40*24*time.Hour)})
		if ids := f.FirstUsedWith(testPolicy()); slices.Equal(ids, []uuid.UUID{c.row.ID}) != c.want {
			t.Errorf("%s: %v", c.name, ids)
		}
	}
}
