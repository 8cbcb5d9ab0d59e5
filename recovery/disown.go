package recovery

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/authenticator"
	"latchkey/webauthnsvc/signal"
)

// reasonDisowned is the reason in the audit event when a user removes a passkey that is not theirs.
const reasonDisowned = "disowned"

// Disowned is the result of DisownPasskey.
type Disowned struct {
	Signal   []signal.Signal `json:"signal"`
	Sessions string          `json:"sessions"` // standing.SessionsEnded or standing.SessionsPending, for all sessions but the caller's
	// Codes are the new recovery codes, returned once; empty if codes are disabled, and for users with a role.
	Codes []string `json:"codes,omitempty"`
	// AdminKeys are the names of the admin keys that were made with the passkey, and are revoked now.
	AdminKeys []string `json:"admin_keys,omitempty"`
}

// DisownPasskey removes a passkey that is not the user's, or ends what was kept when it was removed. It ends all other
// sessions of the user, and creates new recovery codes, since the attacker may know the old ones. Admin keys that were
// made with the passkey are revoked. All this is one transaction; sessions at Kratos end after it, and a failure there
// does not undo it. The session must be fresh without evidence from this passkey, and the user must have a passkey, perhaps
// this one: otherwise the codes would outlast the first one. Errors: fault.ErrNotFound, fault.ErrLastPasskey,
// fault.ErrBeingReset, standing.ErrEnrolmentRequired, *standing.StepUpRequired; and fault.ErrCodesJustMade for a
// passkey that is disowned already.
func (s *Service) DisownPasskey(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (*Disowned, error) {
	rest, row, err := s.otherPasskeys(ctx, session.Identity.ID, id)
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.PasskeyRemoved, req, audit.ByIdentity(session.Identity.ID), audit.AboutPasskey(session.Identity.ID, id))
	by, err := s.standing.MustBeFreshWithout(ctx, session, req, id)
	if err != nil {
		return nil, s.audit.RecordRefusal(ctx, event, audit.PasskeyRemovalRefused, err)
	}
	event.Reason = reasonDisowned
	end := standing.EndingOthersAt(event.At, event.At, session.ID)
	replaces := s.cfg.RecoveryCodes && !session.Identity.HasRole()
	if !replaces { // codes would count again when the role ends, or when codes are enabled
		if _, err := s.ceremonies.CodesMadeWith(ctx, store.Passkey{ID: id, IdentityID: session.Identity.ID}, true, &end, event); err != nil {
			return nil, err
		}
	}
	disowning := store.Disowning{Removal: store.Removal{
		IdentityID: session.Identity.ID, PasskeyID: id, By: by, KeepLast: s.cfg.KeepLastPasskey,
		Ending: end, Event: audit.WithName(authenticator.Describe(event, row), row.Name),
	}, KeyRevoked: s.keys.RevokedEvent(audit.ByIdentity(session.Identity.ID), req, reasonDisowned)}
	answer := &Disowned{}
	if replaces {
		answer.Codes, disowning.Codes, disowning.CodesMade, err = s.newSet(ctx, req, session.Identity.ID, by)
		if err != nil {
			return nil, err
		}
	}
	ended, revoked, err := s.store.DisownPasskey(ctx, disowning)
	if err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	for _, key := range revoked {
		answer.AdminKeys = append(answer.AdminKeys, key.Name)
	}
	answer.Sessions = s.endings.Settle(ctx, ended)
	s.ceremonies.UnlinkLast(ctx, session.Identity.ID)
	answer.Signal = s.ceremonies.Signals(ctx, session.Identity, rest)
	return answer, nil
}

// otherPasskeys returns the passkeys of an identity without one that it has, or had until that was removed, and the name of
// that one while it has it. Errors: fault.ErrNotFound.
func (s *Service) otherPasskeys(ctx context.Context, identityID, id uuid.UUID) (rest []store.Passkey, one store.Passkey, err error) {
	rows, err := s.store.PasskeysOf(ctx, identityID)
	if err != nil {
		return nil, one, fault.OfStore(err)
	}
	at := slices.IndexFunc(rows, func(row store.Passkey) bool { return row.ID == id })
	if at >= 0 {
		one = rows[at]
		return slices.Delete(rows, at, at+1), one, nil
	}
	removed, err := s.store.PasskeyRemoved(ctx, identityID, id)
	if err == nil && !removed {
		err = store.ErrNotFound
	}
	return rows, one, fault.OfStore(err)
}
