package webauthnsvc

import (
	"context"
	"errors"

	"latchkey/store"
)

// leaveFromGate reads what has been shown in a session, and gives it the leave of a code that was redeemed at the login
// gate, where that still waits. The first session that asks gets it, if it began after the redemption: whoever sits in an
// older one may have stolen it, and did not bring the code. Refreshing an older one does not make it younger.
func (s *Service) leaveFromGate(ctx context.Context, session Session) (store.SessionFacts, error) {
	shown, err := s.shownIn(ctx, session)
	if err != nil || shown.Recovery != nil || !s.mayHaveLeave(session) {
		return shown, err
	}
	err = s.store.BindRecovery(ctx, store.RecoveryBinding{
		IdentityID: session.Identity.ID,
		SessionID:  session.ID,
		BegunAt:    begunAt(session),
		ExpiresAt:  session.ExpiresAt,
		Now:        s.cfg.Now().UTC(),
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return shown, storeError(err)
	}
	return s.shownIn(ctx, session) // also where another request of this session was faster
}

// mayHaveLeave spares everybody else the question.
func (s *Service) mayHaveLeave(session Session) bool {
	return s.cfg.RecoveryCodes && s.cfg.LoginGate && session.Identity.Active && s.within(begunAt(session), enrolLeave)
}
