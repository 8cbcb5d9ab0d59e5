package webauthnsvc

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/device"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
	"latchkey/webauthnsvc/authenticator"
	"latchkey/webauthnsvc/signal"
)

// PasskeyList is a user's own passkeys, oldest first.
type PasskeyList struct {
	Passkeys []OwnPasskey    `json:"passkeys"`
	Limit    int             `json:"limit"`
	Signal   []signal.Signal `json:"signal"`
}

// OwnPasskey is a passkey in the list of its owner.
type OwnPasskey struct {
	Passkey
	// RecoveryCodes counts the unused recovery codes that were made with it. They end when its owner removes it.
	RecoveryCodes int `json:"recovery_codes"`
	// LastUsedWith is the browser of the last use, as it called itself; nil if unknown.
	LastUsedWith *device.Device `json:"last_used_with"`
}

// Passkeys lists the passkeys of the session's identity.
func (s *Service) Passkeys(ctx context.Context, session account.Session) (*PasskeyList, error) {
	rows, err := s.passkeysOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	codes, err := s.store.RecoveryCodesOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	uses, err := s.lastUses(ctx, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	list := &PasskeyList{Passkeys: []OwnPasskey{}, Limit: s.maxPasskeys(session.Identity), Signal: s.Signals(ctx, session.Identity, rows)}
	for _, row := range rows {
		list.Passkeys = append(list.Passkeys, OwnPasskey{s.View(row), madeWith(row.ID, codes), usedWith(row, uses[row.ID])})
	}
	return list, nil
}

// RenamePasskey renames a passkey of the session's identity. Errors: fault.ErrNotFound, *fault.FieldError.
func (s *Service) RenamePasskey(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID, name string) (*PasskeyChange, error) {
	name, err := text.CleanName(name)
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.PasskeyRenamed, req, audit.ByIdentity(session.Identity.ID), audit.AboutPasskey(session.Identity.ID, id))
	if err := s.store.RenamePasskey(ctx, session.Identity.ID, id, name, event); err != nil {
		return nil, fault.OfStore(err)
	}
	rows, err := s.passkeysOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(rows, func(row store.Passkey) bool { return row.ID == id })
	if at < 0 {
		return nil, fault.ErrNotFound // removed concurrently
	}
	return &PasskeyChange{s.View(rows[at]), s.Signals(ctx, session.Identity, rows)}, nil
}

// RemovedPasskey is the response to a removal.
type RemovedPasskey struct {
	Signal   []signal.Signal `json:"signal"`   // lets browsers delete the passkey
	Sessions string          `json:"sessions"` // standing.SessionsEnded or standing.SessionsPending, for the sessions that it created, except the caller's
	// RecoveryCodes is CodesUnaffected or CodesEnded: codes that were made with the passkey end with it.
	RecoveryCodes string `json:"recovery_codes"`
	// AdminKeys are the admin keys of a user with a role that were made with the passkey and still work.
	AdminKeys []MadeKey `json:"admin_keys,omitempty"`
}

// RemovePasskey removes a passkey of the session's identity. The session must be fresh. Errors: fault.ErrNotFound,
// fault.ErrLastPasskey, *standing.StepUpRequired.
func (s *Service) RemovePasskey(ctx context.Context, session account.Session, req audit.Request, id uuid.UUID) (*RemovedPasskey, error) {
	rows, err := s.passkeysOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(rows, func(row store.Passkey) bool { return row.ID == id })
	if at < 0 {
		return nil, fault.ErrNotFound
	}
	event := s.audit.Event(audit.PasskeyRemoved, req, audit.ByIdentity(session.Identity.ID), audit.AboutPasskey(session.Identity.ID, id))
	by, err := s.standing.MustBeFresh(ctx, session, req, false)
	if err != nil {
		return nil, s.audit.RecordRefusal(ctx, event, audit.PasskeyRemovalRefused, err)
	}
	end := standing.EndingAt(event.At, session.ID)
	codes, err := s.CodesMadeWith(ctx, rows[at], true, &end, event)
	if err != nil {
		return nil, err
	}
	ended, err := s.store.DeletePasskey(ctx, store.Removal{
		IdentityID: session.Identity.ID, PasskeyID: id, By: by, KeepLast: s.cfg.KeepLastPasskey, Ending: end, Event: audit.WithName(authenticator.Describe(event, rows[at]), rows[at].Name),
		// A user who replaces a key depends on the first factor next to the new one, and on its user verification.
		Keep: true, KeepVouched: assurance.FirstKinds(),
	})
	if err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	removed := &RemovedPasskey{RecoveryCodes: codes, Sessions: s.endings.Settle(ctx, ended)}
	s.UnlinkLast(ctx, session.Identity.ID)
	removed.Signal = s.Signals(ctx, session.Identity, slices.Delete(rows, at, at+1))
	removed.AdminKeys, err = s.KeysMadeWith(ctx, id)
	return removed, err
}
