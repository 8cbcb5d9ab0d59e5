package assurance

import "time"

// maxAhead is how far a time from Kratos may be ahead of our clock and still count.
const maxAhead = 60 * time.Second

func tooFarAhead(now, at time.Time) bool { return at.Sub(now) > maxAhead }

// Within reports whether at is at most age ago.
func Within(now, at time.Time, age time.Duration) bool {
	return now.Sub(at) < age && !tooFarAhead(now, at)
}
