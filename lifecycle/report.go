package lifecycle

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// The changes of an identity.
const (
	Missing    = "missing" // from now on; the grace period begins
	FoundAgain = "found_again"
	Removed    = "removed"
	Suspended  = "suspended"
	Resumed    = "resumed"
)

// Change is what a comparison changed.
type Change struct {
	IdentityID   uuid.UUID  `json:"identity_id"`
	Change       string     `json:"change"`
	MissingSince *time.Time `json:"missing_since,omitempty"`
	// Passkeys is how many were suspended, resumed or removed; in a dry run, how many would be.
	Passkeys int `json:"passkeys"`
}

// String returns a line for operators.
func (c Change) String() string {
	line := c.IdentityID.String() + "  " + c.Change
	if c.Passkeys > 0 {
		line += fmt.Sprintf(", passkeys: %d", c.Passkeys)
	}
	if c.MissingSince != nil {
		line += ", missing since " + c.MissingSince.Format(time.RFC3339)
	}
	return line
}

// Report counts the results of a comparison.
type Report struct {
	Compared   int `json:"compared"` // identities of which something is stored
	Missing    int `json:"missing"`  // of those, the ones that the list at Kratos lacks
	Newly      int `json:"newly_missing"`
	FoundAgain int `json:"found_again"`
	Removed    int `json:"removed"`
	Suspended  int `json:"suspended"`
	Resumed    int `json:"resumed"`
	Failed     int `json:"failed"` // not compared to the end; the next comparison tries again

	listedNew int // that the list lacks and that were not missing before
	accepted  int // that the list lacks and that an operator has accepted
}

// String returns a line for operators.
func (r Report) String() string {
	return fmt.Sprintf("%d identities compared, %d missing at Kratos (%d newly); %d found again, %d removed, %d suspended, %d resumed, %d failed",
		r.Compared, r.Missing, r.Newly, r.FoundAgain, r.Removed, r.Suspended, r.Resumed, r.Failed)
}

func (r *Report) count(change string) {
	switch change {
	case Missing:
		r.Newly++
	case FoundAgain:
		r.FoundAgain++
	case Removed:
		r.Removed++
	case Suspended:
		r.Suspended++
	case Resumed:
		r.Resumed++
	}
}

// DefaultMaxMissing is how many percent of the identities may be missing within the grace period without an operator.
const DefaultMaxMissing = 5

// fewMissing may always be missing: one deleted user of ten is no wrong Kratos.
const fewMissing = 5

// trusted returns *TooManyMissing if more are missing than percent, or all are: then Kratos is probably another one, or its database
// is empty or old. What became missing earlier counts too, until it is removed or an operator accepts it: a Kratos that loses a few
// in each comparison would lose all of them.
func (r *Report) trusted(percent int) error {
	held, missing := r.Compared-r.accepted, r.Missing-r.accepted
	allowed := max(held*percent/100, fewMissing)
	if percent < 100 && r.Compared > 1 && r.Missing == r.Compared && r.listedNew > 0 || missing > allowed {
		return &TooManyMissing{Held: held, Missing: missing, Percent: percent}
	}
	return nil
}

// TooManyMissing reports that a comparison was aborted and changed nothing.
type TooManyMissing struct{ Held, Missing, Percent int }

func (e *TooManyMissing) Error() string {
	return fmt.Sprintf("aborted: %d of %d identities do not exist at Kratos, more than %d %%. Nothing was changed. Check that kratos.admin_url is the right Kratos, with its whole database",
		e.Missing, e.Held, e.Percent)
}

// ErrRunning reports that another process is comparing.
var ErrRunning = errors.New("another Latchkey is comparing the identities with Kratos")
