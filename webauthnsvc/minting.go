package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// mintingAttempts limits the logins at Kratos for one login here.
const mintingAttempts = 4

// mint creates the Kratos session of a committed login, and then checks the passkey again: if it was revoked or
// suspended meanwhile, the session is ended.
func (s *Service) mint(ctx context.Context, next handoff, who SignedIn) (*MintedSession, error) {
	minted, err := s.finishMinting(ctx, next, who)
	if err != nil {
		return nil, refuseState(err)
	}
	err = s.store.PutPasskeySession(ctx, store.PasskeySession{
		ID:           store.NewID(),
		SessionID:    minted.Session.ID,
		IdentityID:   who.IdentityID,
		PasskeyID:    who.PasskeyID,
		UserVerified: who.UserVerified,
		At:           who.At,
		ExpiresAt:    minted.Session.ExpiresAt,
	})
	if err == nil {
		return &minted, nil
	}
	ended := s.identities.EndSession(context.WithoutCancel(ctx), minted.Session.ID)
	if errors.Is(err, store.ErrNotFound) && ended == nil {
		return nil, refuse(ReasonNotAccepted, errors.New("passkey removed or suspended during the login"))
	}
	return nil, fmt.Errorf("%w (ending the new session: %w)", fault.OfStore(err), ended)
}

// finishMinting sends the code to Kratos, and retries with another code if the identity is unlinked concurrently.
// Errors: ErrUnlinked after mintingAttempts.
func (s *Service) finishMinting(ctx context.Context, next handoff, who SignedIn) (MintedSession, error) {
	for try := 1; ; try++ {
		minted, err := next.minting.Finish(ctx, next.code.RedirectTo)
		if err == nil {
			return minted, nil
		}
		s.endLeftovers(ctx, next.minting, who)
		if !errors.Is(err, ErrUnlinked) || try == mintingAttempts {
			return MintedSession{}, err
		}
		if next, err = s.openMinting(ctx, next.kind, who); err != nil {
			return MintedSession{}, err
		}
		// The redemption of the code links the identity again.
		err = s.store.AddCode(ctx, next.code.Row)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return MintedSession{}, refuse(ReasonNotAccepted, errors.New("passkey removed or suspended during the login"))
		case err != nil:
			return MintedSession{}, fault.OfStore(err)
		}
	}
}

// endLeftovers ends the sessions that a failed login may have created. They cannot be used, but would stay in the
// user's list of devices. A session with a record belongs to another login and is kept.
func (s *Service) endLeftovers(ctx context.Context, minting Minting, who SignedIn) {
	ctx = context.WithoutCancel(ctx)
	left, err := minting.Leftovers(ctx)
	for _, id := range left {
		if !s.hasRecord(ctx, id, who.IdentityID) {
			err = errors.Join(err, s.identities.EndSession(ctx, id))
		}
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a failed login may have left an unused session at Kratos",
			slog.String("identity_id", who.IdentityID.String()), slog.String("cause", err.Error()))
	}
}

// hasRecord reports whether the session belongs to a finished login. It is false if the database is unavailable.
func (s *Service) hasRecord(ctx context.Context, sessionID, identityID uuid.UUID) bool {
	facts, err := s.store.SessionFacts(ctx, sessionID, identityID, store.Span{})
	return err == nil && slices.ContainsFunc(facts.Logins, func(p store.PasskeySession) bool { return p.SessionID == sessionID })
}

// handoff is how a login continues at Kratos after its commit: the browser takes the code there, or Latchkey does so
// to create the session. The zero value means that it does not continue.
type handoff struct {
	code    *Code
	minting Minting // nil if the browser takes the code
	kind    string  // of the session that the minting creates
}

// row returns the code's row for the commit, or nil.
func (o handoff) row() *store.AuthorizationCode {
	if o.code == nil {
		return nil
	}
	return &o.code.Row
}

// prepareHandoff makes all calls to Kratos that may fail before the commit, so an unavailable Kratos does not spend
// the ceremony. Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired, and those of openMinting.
func (s *Service) prepareHandoff(ctx context.Context, c *ceremony, req audit.Request, who SignedIn) (handoff, error) {
	if c.Interaction != "" {
		code, err := s.cfg.Codes.CodeForInteraction(c.Interaction, req.Nonce, who)
		return handoff{code: &code}, err
	}
	if c.Mint == "" {
		return handoff{}, nil
	}
	return s.openMinting(ctx, c.Mint, who)
}

// openMinting opens a login at Kratos and creates its code. Errors: fault.ErrKratosUnavailable, fault.ErrKratosRefused.
func (s *Service) openMinting(ctx context.Context, kind string, who SignedIn) (handoff, error) {
	minting, err := s.cfg.Minter.Begin(ctx, kind, who)
	if err != nil {
		return handoff{}, err
	}
	code, err := s.cfg.Codes.CodeForRequest(minting.AuthorizeURL(), who)
	if err != nil { // %v: not an error of the user's request
		return handoff{}, fmt.Errorf("%w: its request to our provider is not the configured one: %v", fault.ErrKratosMisconfigured, err)
	}
	return handoff{code: &code, minting: minting, kind: kind}, nil
}
