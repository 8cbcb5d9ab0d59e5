package webauthnsvc

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
)

// Passkey is a passkey as users and admins see it.
type Passkey struct {
	ID           uuid.UUID  `json:"id"`
	Name         string     `json:"name"`
	RPID         string     `json:"rp_id"`
	AAGUID       uuid.UUID  `json:"aaguid"`
	Provider     *Provider  `json:"provider"`
	CreatedAt    time.Time  `json:"created_at"`
	LastUsedAt   *time.Time `json:"last_used_at"`
	Synced       bool       `json:"synced"`
	SyncEligible *bool      `json:"sync_eligible"` // null if unknown, until the first use
	Transports   []string   `json:"transports"`
	Discoverable *bool      `json:"discoverable"` // null if the browser did not report it
	Suspended    bool       `json:"suspended"`
	CloneWarning bool       `json:"clone_warning"`
}

// Provider is the name and icon of an authenticator, by its AAGUID. The AAGUID is an unattested claim: it helps to
// distinguish passkeys, but no decision may depend on it.
type Provider struct {
	Name     string `json:"name"`
	Icon     string `json:"icon"` // URLs of images, for light and dark backgrounds
	IconDark string `json:"icon_dark"`
}

// PasskeyList is a user's own passkeys, oldest first.
type PasskeyList struct {
	Passkeys []Passkey `json:"passkeys"`
	Limit    int       `json:"limit"`
	Signal   []Signal  `json:"signal"`
}

// PasskeyChange is the response to a change, with the signals for the browser.
type PasskeyChange struct {
	Passkey
	Signal []Signal `json:"signal"`
}

// Passkeys lists the passkeys of the session's identity.
func (s *Service) Passkeys(ctx context.Context, session account.Session) (*PasskeyList, error) {
	rows, err := s.passkeysOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	list := &PasskeyList{Passkeys: []Passkey{}, Limit: s.cfg.MaxPasskeys, Signal: s.Signals(ctx, session.Identity, rows)}
	for _, row := range rows {
		list.Passkeys = append(list.Passkeys, s.View(row))
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
	Signal   []Signal `json:"signal"`   // lets browsers delete the passkey
	Sessions string   `json:"sessions"` // SessionsEnded or SessionsPending, for the sessions that it created, except the caller's
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
		IdentityID: session.Identity.ID, PasskeyID: id, By: by, KeepLast: s.cfg.KeepLastPasskey, Ending: end, Event: event,
		// A user who replaces a key without a PIN by another depends on the first factor next to it.
		KeepVouched: assurance.FirstKinds(),
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

func (s *Service) passkeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	rows, err := s.store.PasskeysOf(ctx, identityID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return rows, nil
}

// View returns a passkey as users and admins see it.
func (s *Service) View(row store.Passkey) Passkey {
	credential, _ := credentialOf(row) // a malformed record yields fewer details, and is refused at login
	return s.viewOf(row, credential)
}

// viewOf is View for a record that has already been decoded.
func (s *Service) viewOf(row store.Passkey, credential registered) Passkey {
	transports := []string{}
	for _, t := range credential.Transport {
		transports = append(transports, string(t))
	}
	return Passkey{
		ID:           row.ID,
		Name:         row.Name,
		RPID:         row.RPID,
		AAGUID:       row.AAGUID,
		Provider:     s.Provider(row.AAGUID),
		CreatedAt:    row.CreatedAt,
		LastUsedAt:   row.LastUsedAt,
		Synced:       row.BackedUp,
		SyncEligible: row.BackupEligible,
		Transports:   transports,
		Discoverable: credential.Extensions.RK,
		Suspended:    row.SuspendedAt != nil,
		CloneWarning: row.CloneWarningAt != nil,
	}
}

// Provider returns the name and icon of an authenticator, or nil if it is unknown.
func (s *Service) Provider(aaguid uuid.UUID) *Provider {
	if s.cfg.Authenticators == nil {
		return nil
	}
	return s.cfg.Authenticators(aaguid)
}

// registered is the part of a passkey's record that is used later. Decoding all of go-webauthn's Credential, which
// includes the attestation, took a tenth of a login. Values that change are in columns of the row.
type registered struct {
	PublicKey  []byte                            `json:"publicKey"` // COSE
	Transport  []protocol.AuthenticatorTransport `json:"transport"`
	Extensions struct {
		RK *bool `json:"rk"`
	} `json:"extensions"`
}

// credentialOf decodes the record.
func credentialOf(row store.Passkey) (registered, error) {
	var credential registered
	err := json.Unmarshal(row.Record, &credential)
	return credential, err
}

func descriptor(row store.Passkey) protocol.CredentialDescriptor {
	credential, _ := credentialOf(row)
	return protocol.CredentialDescriptor{
		Type:         protocol.PublicKeyCredentialType,
		CredentialID: row.CredentialID,
		Transport:    credential.Transport,
	}
}

// usableAt lists the passkeys that can be used at this relying party.
func usableAt(rpID string, rows []store.Passkey) []protocol.CredentialDescriptor {
	var listed []protocol.CredentialDescriptor
	for _, row := range rows {
		if row.RPID == rpID && row.SuspendedAt == nil {
			listed = append(listed, descriptor(row))
		}
	}
	return listed
}
