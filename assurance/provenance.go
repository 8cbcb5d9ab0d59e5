package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// KnownKind reports whether a kind of factor is known. A factor of an unknown kind counts as present, and is not
// evidence next to a passkey.
func KnownKind(kind string) bool {
	return slices.Contains([]string{KindTOTP, KindLookupSecret, KindWebAuthn, KindPasskey, KindCode}, kind)
}

// hold adds the provenance of each factor that Kratos holds. A factor is identified by its fingerprint, never by its
// kind: one that is removed and set up again is a new factor.
func (f Facts) hold(held Held, rows []store.Factor, key []byte) Facts {
	f.Asked, f.Factors, f.First, f.LostAt, f.Gone = true, nil, nil, nil, nil
	found := map[uuid.UUID]bool{}
	recorded := slices.ContainsFunc(rows, func(row store.Factor) bool { return FirstKind(row.Kind) })
	for _, one := range held {
		factor := Factor{
			Kind: one.Kind, Ref: one.Ref, Fingerprint: one.Fingerprint(key), Unsure: one.Unsure, Provider: one.Provider,
			FirstSeenAt: f.Now, SeenSince: f.Now, ChangedAt: one.ChangedAt, SetUpAt: one.ChangedAt,
		}
		if i := slices.IndexFunc(rows, factor.isRow); i >= 0 {
			factor = factor.withRow(rows[i])
			if !f.allStand(factor.VouchedBy) { // what a passkey vouched for is asked about again
				factor.unvouch()
			}
			found[factor.ID] = true
		}
		if FirstKind(one.Kind) {
			if !recorded && f.HoldsPasskey() && f.presentBefore(factor) && !f.maybeAttackers(factor) {
				factor.Vouched, factor.VouchedAt, factor.How = true, &f.Now, store.VouchedFirstPasskey
			}
			f.First = append(f.First, factor)
			continue
		}
		f.Factors = append(f.Factors, factor)
	}
	for _, row := range rows {
		if !found[row.ID] {
			f.lose(row)
		}
	}
	f.UsedWith = f.usedWith(rows)
	if !f.gateStands(rows) {
		f.SettingsAt = nil // the gate would not let that session through now
	}
	return f
}

// lose adds the row of a factor that Kratos does not hold.
func (f *Facts) lose(row store.Factor) {
	gone := f.Now
	if row.GoneAt != nil {
		gone = *row.GoneAt
	}
	f.Gone = append(f.Gone, GoneFactor{Kind: row.Kind, At: gone, Vouched: row.VouchedAt != nil && f.allStand(row.VouchedBy)})
	// Passwords change regularly, and that is not a loss.
	if !FirstKind(row.Kind) && (f.LostAt == nil || gone.After(*f.LostAt)) {
		f.LostAt = &gone
	}
}

// unrecordable reports that a factor is not recorded, because Kratos has not said clearly that it is one.
func (factor Factor) unrecordable() bool { return factor.Unsure && factor.ID == uuid.Nil }

func (factor Factor) isRow(row store.Factor) bool {
	return row.Kind == factor.Kind && row.Fingerprint == factor.Fingerprint
}

func (factor Factor) withRow(row store.Factor) Factor {
	factor.ID, factor.FirstSeenAt = row.ID, row.FirstSeenAt
	factor.Vouched, factor.VouchedAt, factor.How = row.VouchedAt != nil, row.VouchedAt, row.How
	factor.VouchedBy = row.VouchedBy
	factor.Disowned = row.DisownedAt != nil
	if row.GoneAt != nil {
		return factor // it has just returned: nothing is known about the time before
	}
	factor.SeenSince = row.SeenAt
	if row.FirstSeenAt.After(row.SeenAt) {
		factor.SeenSince = row.FirstSeenAt
	}
	if set := row.SetUpAt; set != nil && (factor.SetUpAt.IsZero() || set.Before(factor.SetUpAt)) {
		factor.SetUpAt = *set
	}
	return factor
}

// Sightings returns what to record about the factors that Kratos holds, with what vouches for the new ones. newID
// returns the ID of a row. first reports that the session has just set up the identity's first passkey.
func (f Facts) Sightings(p Policy, first bool, newID func() uuid.UUID) []store.FactorSighting {
	list := []store.FactorSighting{}
	for _, factor := range f.recordable(first) {
		sighting := store.FactorSighting{ID: factor.ID, Kind: factor.Kind, Fingerprint: factor.Fingerprint, ChangedAt: factor.ChangedAt}
		if sighting.ID == uuid.Nil {
			sighting.ID = newID()
		}
		var by store.Evidence
		switch {
		case (factor.Vouched && factor.ID != uuid.Nil) || factor.Disowned:
		case FirstKind(factor.Kind), factor.Kind == KindSAML:
			sighting.Vouch, by = f.vouchFirst(factor, first)
		case !KnownKind(factor.Kind):
		case first && f.used(factor, p) && f.alone(factor):
			sighting.Vouch = store.VouchedFirstPasskey
		case f.HoldsPasskey() && f.changedAtGate(factor):
			sighting.Vouch, by = store.VouchedFreshSession, f.atGate()
		case f.HoldsPasskey():
			if rests, fresh := f.enrolledFresh(p, factor); fresh {
				sighting.Vouch, by = store.VouchedFreshSession, rests
			}
		}
		sighting.By, sighting.ByFactors = by.Passkeys, by.Vouchers()
		list = append(list, sighting)
	}
	return list
}

// alone reports whether no other factor of its kind lacks a vouch: Kratos names the kind that was used, not the factor.
func (f Facts) alone(factor Factor) bool {
	return !slices.ContainsFunc(f.Factors, func(other Factor) bool {
		return other.Kind == factor.Kind && !other.Vouched && other.Fingerprint != factor.Fingerprint
	})
}

// used reports whether a factor was used, or set up, in this session. It is for the first passkey.
func (f Facts) used(factor Factor, p Policy) bool {
	factor.How = store.VouchedFirstPasskey
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool {
		return m.Name == factor.Kind && secondFactorUse(m) && f.existedAt(factor, m.CompletedAt, p)
	})
}

// enrolWindow is how far apart a factor's use in a session and its change at Kratos may be if it was enrolled in that
// session. Kratos does both in one request, with web_hooks in between.
const enrolWindow = 5 * time.Second

// enrolledFresh reports whether a factor was enrolled in this session while other evidence made it fresh: Kratos adds a
// factor to the session's methods when it is set up. It does so as well when a factor is used, so Kratos must have
// changed this one at that moment: otherwise its owner's use of a factor would vouch for one that another session has put
// in its place. Codes are only ever used. It must be the only one of its kind that is not vouched, since Kratos does not
// name the factor; and it must be first seen soon after the enrolment, because another may have replaced it later.
//
// It also returns the evidence that vouches for the factor.
func (f Facts) enrolledFresh(p Policy, factor Factor) (by store.Evidence, fresh bool) {
	if factor.Kind == KindCode || !f.alone(factor) {
		return store.Evidence{}, false
	}
	for _, m := range f.Session.Methods {
		if m.Name != factor.Kind || !secondFactorUse(m) ||
			factor.ChangedAt.Sub(m.CompletedAt).Abs() > enrolWindow ||
			!Within(f.Now, m.CompletedAt, p.Freshness) || factor.FirstSeenAt.Before(m.CompletedAt) {
			continue
		}
		if d := Decide(f.before(m.CompletedAt), p); d.Fresh() {
			return d.By, true
		}
	}
	return store.Evidence{}, false
}

// allStand reports whether what rests on all these passkeys counts: each stands, or was kept when it was removed.
func (f Facts) allStand(ids []uuid.UUID) bool {
	return !slices.ContainsFunc(ids, func(id uuid.UUID) bool {
		passkey, held := f.passkey(id)
		return !(held && passkey.Standing) && !slices.Contains(f.Removed, id)
	})
}

// before returns the facts as they were just before a moment.
func (f Facts) before(at time.Time) Facts {
	f.Now, f.Grant = at, nil
	if f.StepUp != nil && !f.StepUp.At.Before(at) {
		f.StepUp = nil
	}
	f.Logins = slices.DeleteFunc(slices.Clone(f.Logins), func(l store.PasskeySession) bool { return !l.At.Before(at) })
	f.Session.Methods = slices.DeleteFunc(slices.Clone(f.Session.Methods), func(m Method) bool { return !m.CompletedAt.Before(at) })
	return f
}
