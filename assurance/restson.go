package assurance

import (
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

// RestsOn returns the evidence for something that the facts allow. It ends one piece of evidence after the other, as if its
// passkey were suspended or its factor disowned, and drops each without which enough still holds: passkeys before factors,
// and the longest unused first. Several may remain: an old login can give the level, and a step-up by another passkey the
// time. What remains includes the passkeys that vouched for its factors, and all on which the user verification of its
// passkeys rests. A factor that the user has replaced since its use is not named: it can no longer be disowned.
func (f Facts) RestsOn(p Policy, enough func(Facts) bool) store.Evidence {
	by := store.Evidence{IdentityID: f.Session.IdentityID, RecoveredAt: f.RecoveredAt}
	for _, id := range f.passkeysBehind(p) {
		if without := f.without(id); enough(without) {
			f = without
		} else {
			by.Passkeys = append(by.Passkeys, id)
		}
	}
	for _, factor := range f.factorsUsed(p) {
		if without := f.disowning(factor); enough(without) {
			f = without
		} else if !factor.Gone {
			by.Factors = append(by.Factors, factor.ID)
		}
	}
	for _, id := range f.initializingFactors(p) {
		if without := f.uninitialized(id); enough(without) {
			f = without
		} else {
			by.Initializers = append(by.Initializers, id)
		}
	}
	return by
}

// passkeysBehind returns the passkeys that vouched for factors, those that initialised the user verification of others, and
// those that were used in the session, the longest unused first.
func (f Facts) passkeysBehind(p Policy) (ids []uuid.UUID) {
	add := func(id uuid.UUID) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	used := f.passkeyEvidence(p)
	isUsed := func(id uuid.UUID) bool {
		return slices.ContainsFunc(used, func(e passkeyEvidence) bool { return e.id == id })
	}
	behind := f.initializers(p)
	for _, factor := range f.factorsUsed(p) {
		behind = append(behind, factor.VouchedBy...)
	}
	for _, id := range behind {
		if f.isPasskey(id) && !isUsed(id) {
			add(id)
		}
	}
	slices.SortStableFunc(used, func(a, b passkeyEvidence) int { return a.at.Compare(b.at) })
	for _, e := range used {
		add(e.id)
	}
	return ids
}

// factorsUsed returns the recorded factors, of which the session may have used one.
func (f Facts) factorsUsed(p Policy) []Factor {
	held := slices.Concat(f.Factors, f.First)
	for _, one := range f.UsedWith {
		if !slices.ContainsFunc(held, func(other Factor) bool { return other.ID == one.ID }) {
			held = append(held, one)
		}
	}
	return slices.DeleteFunc(held, func(one Factor) bool {
		return one.ID == uuid.Nil || one.Disowned || !slices.ContainsFunc(f.Session.Methods, func(m Method) bool {
			return !p.Ours(m) && (m.Name == one.Kind || firstFactors[m.Name] == one.Kind)
		})
	})
}

// initializers returns the passkeys and factors that initialised the user verification of the passkeys used in the session.
func (f Facts) initializers(p Policy) (ids []uuid.UUID) {
	for _, e := range f.passkeyEvidence(p) {
		if passkey, _ := f.passkey(e.id); e.userVerified {
			ids = append(ids, passkey.InitializedBy...)
		}
	}
	return ids
}

// initializingFactors returns the factors among initializers, each once. They may be gone from Kratos.
func (f Facts) initializingFactors(p Policy) (ids []uuid.UUID) {
	for _, id := range f.initializers(p) {
		if !f.isPasskey(id) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// isPasskey reports whether this is the ID of a passkey, and not of a factor.
func (f Facts) isPasskey(id uuid.UUID) bool {
	_, held := f.passkey(id)
	return held || slices.Contains(f.Removed, id)
}

// without returns the facts as they would be if a passkey were suspended, or disowned: what it vouched for and
// initialised ends with it, also if the passkey is removed already. This still holds when factors are read again.
func (f Facts) without(id uuid.UUID) Facts {
	f = f.uninitialized(id)
	f.Removed = slices.DeleteFunc(slices.Clone(f.Removed), func(removed uuid.UUID) bool { return removed == id })
	for i := range f.Passkeys {
		if f.Passkeys[i].ID == id {
			f.Passkeys[i].Standing, f.Passkeys[i].Usable = false, false
		}
	}
	return f.changing(func(one *Factor) bool { return slices.Contains(one.VouchedBy, id) }, (*Factor).unvouch)
}

// uninitialized returns the facts without the user verification that a passkey or factor initialised.
func (f Facts) uninitialized(by uuid.UUID) Facts {
	f.Passkeys = slices.Clone(f.Passkeys)
	for i, passkey := range f.Passkeys {
		if slices.Contains(passkey.InitializedBy, by) {
			f.Passkeys[i].VerifiesUser, f.Passkeys[i].InitializedBy = false, nil
		}
	}
	return f
}

// disowning returns the facts as they would be if the user disowned a factor, but for the user verification that it
// initialised: that may also rest on a factor that is no longer at Kratos.
func (f Facts) disowning(factor Factor) Facts {
	f.DisownedKinds = append(slices.Clone(f.DisownedKinds), factor.Kind)
	return f.changing(func(one *Factor) bool { return one.ID == factor.ID }, func(one *Factor) {
		one.unvouch()
		one.Disowned = true
	})
}

// changing returns the facts with a change of some factors.
func (f Facts) changing(which func(*Factor) bool, change func(*Factor)) Facts {
	f.Factors, f.First, f.UsedWith = slices.Clone(f.Factors), slices.Clone(f.First), slices.Clone(f.UsedWith)
	for _, list := range [][]Factor{f.Factors, f.First, f.UsedWith} {
		for i := range list {
			if which(&list[i]) {
				change(&list[i])
			}
		}
	}
	return f
}
