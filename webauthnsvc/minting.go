package webauthnsvc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
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
	if minted.Session.ID == uuid.Nil { // it claims the row that the redemption of its code wrote
		return &minted, nil
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

// endLeftovers ends the sessions that a failed login has created. They cannot be used, but would stay in the user's list
// of devices. Where it is unclear which sessions these are, it ends none.
func (s *Service) endLeftovers(ctx context.Context, minting Minting, who SignedIn) {
	ctx = context.WithoutCancel(ctx)
	left, certain, err := minting.Leftovers(ctx)
	for _, id := range left {
		ours, unclear := certain, error(nil)
		if !certain {
			ours, unclear = s.isLeftover(ctx, id, who)
		}
		if ours {
			unclear = s.endLeftover(ctx, id, who)
		}
		err = errors.Join(err, unclear)
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "a failed login may have left an unused session at Kratos",
			slog.String("identity_id", who.IdentityID.String()), slog.String("cause", err.Error()))
	}
}

// isLeftover reports whether a session that Kratos lists comes from this login. Each redemption of a code stores a row,
// before Kratos creates the session, and a finished login stores its session there. So a session without a row comes from
// one of the logins that are under way; if one of them is another login, it is unclear from which.
func (s *Service) isLeftover(ctx context.Context, sessionID uuid.UUID, who SignedIn) (bool, error) {
	span := store.Span{From: who.At.Add(-2 * assurance.ClaimWindow), To: s.cfg.Now().Add(assurance.ClaimWindow)}
	facts, err := s.store.SessionFacts(ctx, sessionID, who.IdentityID, store.FactsQuery{Redeemed: span})
	if err != nil {
		return false, err
	}
	own, others := 0, 0
	for _, login := range facts.Logins {
		switch {
		case login.SessionID == sessionID:
			return false, nil
		case login.PasskeyID == who.PasskeyID && login.At.Equal(who.At.Truncate(time.Microsecond)):
			own++
		default:
			others++
		}
	}
	if own > 0 && (others > 0 || facts.LoginsUnclear) {
		return false, errors.New("another login of these seconds may have created it")
	}
	return own > 0, nil
}

// endLeftover also stores the session with its login, which is then no longer under way.
func (s *Service) endLeftover(ctx context.Context, sessionID uuid.UUID, who SignedIn) error {
	err := s.store.PutPasskeySession(ctx, store.PasskeySession{
		ID: store.NewID(), SessionID: sessionID, IdentityID: who.IdentityID, PasskeyID: who.PasskeyID,
		UserVerified: who.UserVerified, At: who.At, ExpiresAt: s.cfg.Now(),
	})
	if errors.Is(err, store.ErrNotFound) { // the passkey was removed or suspended
		err = nil
	}
	return errors.Join(err, s.identities.EndSession(ctx, sessionID))
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
// the ceremony. Errors: those of Codes and of openMinting.
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

// openMinting opens a login at Kratos and creates its code. Errors: fault.ErrKratosUnavailable, fault.ErrKratosRefused, and a
// *Refusal if Kratos demands what this login is not.
func (s *Service) openMinting(ctx context.Context, kind string, who SignedIn) (handoff, error) {
	minting, err := s.cfg.Minter.Begin(ctx, kind, who)
	if err != nil {
		return handoff{}, err
	}
	code, err := s.cfg.Codes.CodeForRequest(minting.AuthorizeURL(), who)
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
		return handoff{}, refusal
	}
	if err != nil { // %v: not an error of the user's request
		return handoff{}, fmt.Errorf("%w: its request to our provider is not the configured one: %v", fault.ErrKratosMisconfigured, err)
	}
	return handoff{code: &code, minting: minting, kind: kind}, nil
}

// checkSignIn links the identity of a passkey that has just been stored to Latchkey's provider, and returns why Kratos
// would refuse a login with it, or nil if that is not known. It goes as far as Kratos' authorization request, so it
// creates no session and calls no web_hook. It follows the commit and cannot fail it: the passkey works for step-ups, and
// the next login that needs the link creates it.
func (s *Service) checkSignIn(ctx context.Context, req audit.Request, row store.Passkey) error {
	if s.cfg.Minter == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	doing := "linking to Kratos failed; the next login will retry"
	_, err := s.cfg.Minter.Link(ctx, row.IdentityID)
	if err == nil {
		doing = "a login at Kratos cannot begin"
		who := SignedIn{IdentityID: row.IdentityID, PasskeyID: row.ID, UserVerified: true, At: row.CreatedAt, UserAgent: req.UserAgent, IP: req.IP}
		_, err = s.openMinting(ctx, SessionToken, who)
	}
	if err == nil {
		doing, err = "the identity's last login was refused", s.cfg.Minter.LastRefusal(row.IdentityID)
	}
	if err == nil {
		return nil
	}
	level := slog.LevelWarn
	if errors.Is(err, fault.ErrKratosMisconfigured) {
		level = slog.LevelError
	}
	s.cfg.Log.LogAttrs(ctx, level, doing, slog.String("identity_id", row.IdentityID.String()), slog.String("cause", err.Error()))
	if level == slog.LevelError || errors.Is(err, fault.ErrKratosRefused) {
		return err
	}
	return nil
}
