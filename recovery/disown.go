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
	"latchkey/webauthnsvc"
)

// reasonDisowned is the reason on the event of a removed passkey whose owner says that it is not theirs.
const reasonDisowned = "disowned"

// Disowned is what came of "this passkey is not mine".
type Disowned struct {
	Signal   []webauthnsvc.Signal `json:"signal"`
	Sessions string               `json:"sessions"` // SessionsEnded or SessionsPending: all but the caller's
	// Codes are the new recovery codes, given this once; none where there are no codes, and for people with a role.
	Codes []string `json:"codes,omitempty"`
}

// DisownPasskey removes a passkey that is not the person's, ends all their other sessions, and makes new recovery codes: who
// set it up may hold the old ones. The passkey goes and the codes come in one transaction; the sessions at Kratos end after it,
// and it stands whatever comes of them. The session must be fresh without anything that this passkey proves. ErrNotFound,
// ErrLastPasskey, ErrBeingReset, *StepUpRequired.
func (s *Service) DisownPasskey(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (*Disowned, error) {
	rows, err := s.store.PasskeysOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	at := slices.IndexFunc(rows, func(row store.Passkey) bool { return row.ID == id })
	if at < 0 {
		return nil, fault.ErrNotFound
	}
	event := s.audit.Event(audit.PasskeyRemoved, req, audit.ByIdentity(session.Identity.ID), audit.AboutPasskey(session.Identity.ID, id))
	by, err := s.standing.MustBeFreshBeside(ctx, session, req, id)
	if err != nil {
		return nil, s.audit.RecordRefusal(ctx, event, audit.PasskeyRemovalRefused, err)
	}
	event.Reason = reasonDisowned
	disowning := store.Disowning{Removal: store.Removal{
		IdentityID: session.Identity.ID, PasskeyID: id, By: by, KeepLast: s.cfg.KeepLastPasskey,
		Ending: standing.EndingOthersAt(event.At, event.At, session.ID), Event: event,
	}}
	answer := &Disowned{}
	if s.cfg.RecoveryCodes && !session.Identity.HasRole() {
		answer.Codes, disowning.Codes, disowning.CodesMade, err = s.newSet(ctx, req, session.Identity.ID)
		if err != nil {
			return nil, err
		}
	}
	ended, err := s.store.DisownPasskey(ctx, disowning)
	if err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	answer.Sessions = s.endings.Settle(ctx, ended)
	s.ceremonies.UnlinkLast(ctx, session.Identity.ID)
	answer.Signal = s.ceremonies.Signals(ctx, session.Identity, slices.Delete(rows, at, at+1))
	return answer, nil
}
