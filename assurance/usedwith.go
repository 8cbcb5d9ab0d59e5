package assurance

import (
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

// A key that has not verified its user counts together with a vouched first factor. Which one that was is recorded with the
// session. So Kratos is not asked again, and the user may replace a password afterwards: the session used the previous
// one. It stops counting when the user disowns that factor, or when its vouch ends.

// FirstUsedWith returns the first factors to record (store.StepUp, UsedWith): they were used in this session, are vouched
// for, and count next to a passkey that has not verified the user. It is empty if there are none, or if they are recorded.
func (f Facts) FirstUsedWith(p Policy) (ids []uuid.UUID) {
	if allVouched(f.UsedWith) || !f.usedUnverified(p) {
		return nil
	}
	i := slices.IndexFunc(f.Session.Methods, func(m Method) bool { return f.isFirst(m, p) && f.firstUsedVouched(m, p) })
	if i < 0 {
		return nil
	}
	for _, factor := range f.firstOf(f.Session.Methods[i]) {
		ids = append(ids, factor.ID)
	}
	return ids
}

// usedWith returns the first factors that are recorded for the session, or nil unless all of them are vouched for.
func (f Facts) usedWith(rows []store.Factor) []Factor {
	recorded := [][]uuid.UUID{}
	if f.StepUp != nil {
		recorded = append(recorded, f.StepUp.UsedWith)
	}
	for _, login := range f.Logins {
		if login.SessionID == f.Session.ID {
			recorded = append(recorded, login.UsedWith)
		}
	}
	for _, ids := range recorded {
		if factors := f.rowsOf(ids, rows); allVouched(factors) {
			return factors
		}
	}
	return nil
}
