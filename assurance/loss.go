package assurance

import "time"

// lostWindow is how long after a factor at Kratos was found missing a first passkey is treated as a further one:
// removing a factor must not open what it protected.
const lostWindow = 24 * time.Hour

// lostRecently reports whether a known factor disappeared from Kratos recently.
//
// In a contested account the other user may have enrolled and removed it.
func (f Facts) lostRecently() bool {
	return !f.Contested() && f.LostAt != nil && f.Now.Sub(*f.LostAt) < lostWindow
}

// earliestLoss is for what must have been there before all of them.
func (f Facts) earliestLoss() (earliest *time.Time) {
	if !f.lostRecently() {
		return nil
	}
	for _, gone := range f.Gone {
		if !FirstKind(gone.Kind) && f.Now.Sub(gone.At) < lostWindow && (earliest == nil || gone.At.Before(*earliest)) {
			earliest = &gone.At
		}
	}
	return earliest
}
