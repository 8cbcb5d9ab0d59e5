package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/fault"
)

// Sweep deletes what has lost its meaning: challenges long expired, step-ups and logins of sessions that are over, codes and
// passes not used, old tombstones, codes of support that nobody used.
// Any number of replicas may do it at once.
func (s *Service) Sweep(ctx context.Context) error {
	_, challenges := s.store.PurgeChallenges(ctx)
	_, stepUps := s.store.PurgeStepUps(ctx)
	_, logins := s.store.PurgePasskeySessions(ctx)
	_, authorizations := s.store.PurgeCodes(ctx)
	_, tombstones := s.store.PurgeTombstones(ctx)
	_, passes := s.store.PurgeGatePasses(ctx)
	_, recoveries := s.store.PurgeRecoveries(ctx)
	return errors.Join(challenges, stepUps, logins, authorizations, tombstones, passes, recoveries)
}

// maxClockSkew is how far our clock and the database's may differ: spent challenges are kept by the one, and
// ceremonies expire by the other.
const maxClockSkew = 30 * time.Second

// CheckStore tells whether the database answers, and agrees with us on the time.
func (s *Service) CheckStore(ctx context.Context) error {
	theirs, err := s.store.Now(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	if skew := s.cfg.Now().Sub(theirs).Abs(); skew > maxClockSkew {
		return fmt.Errorf("our clock and the database's are %s apart; synchronise them", skew.Round(time.Second))
	}
	return nil
}
