package store

import (
	"context"
	"errors"
)

// Sweep deletes rows that no longer have an effect: expired challenges, step-ups and logins of sessions that are over,
// codes and passes that were not used, old tombstones, grants of recovery codes, old
// revocations, and the canaries of doctor. Any number of replicas may do it at once.
func Sweep(ctx context.Context, s Store) error {
	_, challenges := s.PurgeChallenges(ctx)
	_, stepUps := s.PurgeStepUps(ctx)
	_, logins := s.PurgePasskeySessions(ctx)
	_, authorizations := s.PurgeCodes(ctx)
	_, tombstones := s.PurgeTombstones(ctx)
	_, passes := s.PurgeGatePasses(ctx)
	_, recoveries := s.PurgeRecoveries(ctx)
	_, revocations := s.PurgeRevocations(ctx)
	_, canaries := s.PurgeCanaries(ctx)
	return errors.Join(challenges, stepUps, logins, authorizations, tombstones, passes, recoveries, revocations, canaries)
}
