package store

import (
	"context"
	"fmt"
	"time"
)

// maxClockSkew is how far our clock and the database's may differ: spent challenges are kept by the one, and
// ceremonies expire by the other.
const maxClockSkew = 30 * time.Second

// Clock has the database's time: a Store.
type Clock interface {
	Now(ctx context.Context) (time.Time, error)
}

// Check reports whether the database responds, and whether its time agrees with ours.
func Check(ctx context.Context, s Clock, now func() time.Time) error {
	theirs, err := s.Now(ctx)
	if err != nil {
		return err
	}
	if skew := now().Sub(theirs).Abs(); skew > maxClockSkew {
		return fmt.Errorf("our clock and the database's are %s apart; synchronise them", skew.Round(time.Second))
	}
	return nil
}
