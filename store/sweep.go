package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Sweep deletes rows that no longer have an effect: expired challenges, step-ups and logins of sessions that are over,
// codes and passes that were not used, old tombstones, grants of recovery codes. Any number of replicas may do it at
// once.
func Sweep(ctx context.Context, s Store) error {
	_, challenges := s.PurgeChallenges(ctx)
	_, stepUps := s.PurgeStepUps(ctx)
	_, logins := s.PurgePasskeySessions(ctx)
	_, authorizations := s.PurgeCodes(ctx)
	_, tombstones := s.PurgeTombstones(ctx)
	_, passes := s.PurgeGatePasses(ctx)
	_, recoveries := s.PurgeRecoveries(ctx)
	return errors.Join(challenges, stepUps, logins, authorizations, tombstones, passes, recoveries)
}

// maxClockSkew is how far our clock and the database's may differ: spent challenges are kept by the one, and
// ceremonies expire by the other.
const maxClockSkew = 30 * time.Second

// Check reports whether the database responds, and whether its time agrees with ours.
func Check(ctx context.Context, s Store, now func() time.Time) error {
	theirs, err := s.Now(ctx)
	if err != nil {
		return err
	}
	if skew := now().Sub(theirs).Abs(); skew > maxClockSkew {
		return fmt.Errorf("our clock and the database's are %s apart; synchronise them", skew.Round(time.Second))
	}
	return nil
}
