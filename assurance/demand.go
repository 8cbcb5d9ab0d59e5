package assurance

import (
	"slices"
	"time"
)

// Demand is what an application demands of a session for one request, in addition to the policy.
type Demand struct {
	Level  string        // AAL1 or AAL2; "": any
	MaxAge time.Duration // how old the newest proof of the user may be; 0: any age
}

// Shortfall is a part of a demand that a session does not meet. The set is closed; clients branch on it.
type Shortfall string

const (
	BelowLevel Shortfall = "below_level" // the session is below the level
	TooOld     Shortfall = "too_old"     // the newest proof is older than that, or there is none that counts
)

// Unmet returns what a session of this level lacks of a demand; nothing if it meets the demand. No grace period and no
// enrolment grant lifts a demand: the application has a reason to name it for this request.
func Unmet(f Facts, d Demand, level string, p Policy) []Shortfall {
	var unmet []Shortfall
	if d.Level == AAL2 && level != AAL2 {
		unmet = append(unmet, BelowLevel)
	}
	if at, proven := f.provenAt(p); d.MaxAge > 0 && !(proven && Within(f.Now, at, d.MaxAge)) {
		unmet = append(unmet, TooOld)
	}
	return unmet
}

// provenAt returns when the user last proved who they are in this session, by the rule of freshness: next to a passkey, with
// a passkey or a vouched factor that still stands; without any, at Kratos. A recovery code is no proof: it replaces one.
// In an account that was taken back, only the session of that recovery has a proof.
func (f Facts) provenAt(p Policy) (at time.Time, proven bool) {
	if f.Barred() {
		return at, false
	}
	var times []time.Time
	for _, e := range f.passkeyEvidence(p) {
		times = append(times, e.at)
	}
	if !f.Contested() {
		for _, m := range f.factorEvidence(p) {
			times = append(times, m.CompletedAt)
		}
	}
	if !f.HoldsPasskey() {
		times = append(times, f.provenAtKratos(p)...)
	}
	if len(times) == 0 {
		return at, false
	}
	return slices.MaxFunc(times, time.Time.Compare), true
}

// provenAtKratos returns when the session used something at Kratos, whatever it was. A login at our provider counts by its
// row, which ends with its passkey (passkeyEvidence).
func (f Facts) provenAtKratos(p Policy) []time.Time {
	var times []time.Time
	for _, m := range f.Session.Methods {
		if !p.Ours(m) && !tooFarAhead(f.Now, m.CompletedAt) && !slices.Contains(f.DisownedKinds, m.Name) {
			times = append(times, m.CompletedAt)
		}
	}
	return times
}
