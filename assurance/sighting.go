package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

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
		case Begins(factor.Kind):
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

// vouchFirst returns what vouches for a first factor that is not vouched yet, or "", and on what that rests.
func (f Facts) vouchFirst(factor Factor, first bool) (how string, by store.Evidence) {
	switch {
	case first && !f.maybeAttackers(factor), factor.Vouched:
		return store.VouchedFirstPasskey, store.Evidence{}
	case f.changedAtGate(factor):
		return store.VouchedFreshSession, f.atGate()
	}
	return "", store.Evidence{}
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
		return m.Name == factor.Kind && secondFactorUse(m) && f.existedAt(factor, m, p)
	})
}

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
			!Within(f.Now, m.CompletedAt, p.FreshFor(f)) || factor.FirstSeenAt.Before(m.CompletedAt) {
			continue
		}
		if d := Decide(f.before(m.CompletedAt), p); d.Fresh() {
			return d.By, true
		}
	}
	return store.Evidence{}, false
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

// recordable returns the factors that are recorded. First factors are recorded from the first passkey on.
func (f Facts) recordable(first bool) []Factor {
	var list []Factor
	for _, factor := range f.Factors {
		if !factor.unrecordable() {
			list = append(list, factor)
		}
	}
	for _, factor := range f.First {
		if factor.ID != uuid.Nil || first || f.HoldsPasskey() {
			list = append(list, factor)
		}
	}
	return list
}

// Unrecorded reports whether the factors at Kratos differ from the recorded ones, or a new factor is vouched for.
func (k Known) Unrecorded(p Policy) bool {
	present := 0
	for _, row := range k.factorRows {
		if row.GoneAt == nil {
			present++
		}
	}
	matched := 0
	for _, factor := range k.recordable(false) {
		if factor.ID == uuid.Nil {
			return true
		}
		if i := slices.IndexFunc(k.factorRows, factor.isRow); i < 0 || k.factorRows[i].GoneAt != nil {
			return true
		}
		matched++
	}
	return matched != present || slices.ContainsFunc(k.Sightings(p, false, func() uuid.UUID { return uuid.Nil }),
		func(s store.FactorSighting) bool { return s.Vouch != "" })
}
