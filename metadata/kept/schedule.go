package kept

import (
	"math/rand/v2"
	"time"

	"latchkey/store"
)

const (
	// lookEvery is how often a replica looks whether another one has stored a list, and whether a fetch is due.
	lookEvery = 20 * time.Second
	// fetchEvery is how often a list is asked for, by its ETag: one that has not changed is not sent again. With the defaults, a model
	// that is reported before the announced date is suspended within a day (docs/compromised-models.md).
	fetchEvery = 8 * time.Hour
	// overdueEvery is how often, when the publisher is behind its promise.
	overdueEvery = 6 * time.Hour
	// announced is how long after the date of the next list it is asked for.
	announced = time.Hour
	// firstAgain is when a failed attempt is repeated, after each further one twice as late, at most after lastAgain; or after
	// missingAgain while there is no list, without which registrations are refused.
	firstAgain   = time.Minute
	lastAgain    = 6 * time.Hour
	missingAgain = 10 * time.Minute
	// spread is the part of a wait by which it varies, so that not all installations call at once.
	spread = 0.1
)

// overdue reports whether a list should have been followed by another one: the day of its next update is over.
func overdue(nextUpdate, now time.Time) bool { return now.After(nextUpdate.AddDate(0, 0, 1)) }

// afterSuccess returns how long to wait after a list was fetched or confirmed.
func afterSuccess(nextUpdate, now time.Time) time.Duration {
	wait := fetchEvery
	if overdue(nextUpdate, now) {
		wait = overdueEvery
	} else if due := nextUpdate.Add(announced).Sub(now); due > 0 {
		wait = min(wait, due)
	}
	return varied(wait)
}

// afterFailure returns how long to wait after a failure, given the attempt before it.
func afterFailure(last store.Reconciliation, missing bool) time.Duration {
	longest := lastAgain
	if missing {
		longest = missingAgain
	}
	wait := firstAgain
	if last.Outcome == store.ReconciliationFailed && last.EndedAt != nil {
		wait = max(2*last.DueAt.Sub(*last.EndedAt), firstAgain)
	}
	return varied(min(wait, longest))
}

// varied makes a wait longer by a part of it.
func varied(wait time.Duration) time.Duration {
	return wait + time.Duration(rand.Float64()*spread*float64(wait))
}
