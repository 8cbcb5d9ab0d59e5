package webauthnsvc

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
)

// Passkey is what people and admins see of a passkey.
type Passkey struct {
	ID           uuid.UUID  `json:"id"`
	Name         string     `json:"name"`
	RPID         string     `json:"rp_id"`
	AAGUID       uuid.UUID  `json:"aaguid"`
	Provider     *Provider  `json:"provider"`
	CreatedAt    time.Time  `json:"created_at"`
	LastUsedAt   *time.Time `json:"last_used_at"`
	Synced       bool       `json:"synced"`
	SyncEligible *bool      `json:"sync_eligible"` // null: unknown until its first use
	Transports   []string   `json:"transports"`
	Discoverable *bool      `json:"discoverable"` // null: the browser did not say
	Suspended    bool       `json:"suspended"`
	CloneWarning bool       `json:"clone_warning"`
}

// Provider is who makes the authenticator, by its AAGUID; null where it is not known. The AAGUID is what the
// authenticator says of itself, and we ask for no attestation: good for telling passkeys apart, and for no decision.
type Provider struct {
	Name     string `json:"name"`
	Icon     string `json:"icon"` // addresses of drawings, for light and for dark backgrounds
	IconDark string `json:"icon_dark"`
}

// PasskeyList is a person's own passkeys, oldest first.
type PasskeyList struct {
	Passkeys []Passkey `json:"passkeys"`
	Limit    int       `json:"limit"`
	Signal   []Signal  `json:"signal"`
}

// PasskeyChange answers a change, with what the browser's authenticators should be told of it.
type PasskeyChange struct {
	Passkey
	Signal []Signal `json:"signal"`
}

// Passkeys lists the caller's own.
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

// RenamePasskey renames one of the caller's own. ErrNotFound, FieldError.
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
		return nil, fault.ErrNotFound // removed in the same moment
	}
	return &PasskeyChange{s.View(rows[at]), s.Signals(ctx, session.Identity, rows)}, nil
}

// RemovedPasskey answers a removal.
type RemovedPasskey struct {
	Signal   []Signal `json:"signal"`   // makes the person's authenticators forget it
	Sessions string   `json:"sessions"` // SessionsEnded or SessionsPending: those that it created, but the caller's
}

// RemovePasskey removes one of the caller's own; the session must be fresh. ErrNotFound, ErrLastPasskey,
// StepUpRequired.
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
	ended, err := s.store.DeletePasskey(ctx, store.Removal{
		IdentityID: session.Identity.ID, PasskeyID: id, By: by, KeepLast: s.cfg.KeepLastPasskey,
		Ending: standing.EndingAt(event.At, session.ID), Event: event,
	})
	if err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	removed := &RemovedPasskey{Sessions: s.endings.Settle(ctx, ended)}
	s.UnlinkLast(ctx, session.Identity.ID)
	removed.Signal = s.Signals(ctx, session.Identity, slices.Delete(rows, at, at+1))
	return removed, nil
}

func (s *Service) passkeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	rows, err := s.store.PasskeysOf(ctx, identityID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return rows, nil
}

func (s *Service) View(row store.Passkey) Passkey {
	credential, _ := credentialOf(row) // a record that cannot be read shows fewer details, and is refused at login
	return s.viewOf(row, credential)
}

// viewOf is view where the record has been read already.
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

func (s *Service) Provider(aaguid uuid.UUID) *Provider {
	if s.cfg.Authenticators == nil {
		return nil
	}
	return s.cfg.Authenticators(aaguid)
}

// registered is what we read of a passkey's record. go-webauthn's Credential has more (the attestation, above all), and to
// decode it whole cost a tenth of a login; what moves is in the row's columns.
type registered struct {
	PublicKey  []byte                            `json:"publicKey"` // COSE
	Transport  []protocol.AuthenticatorTransport `json:"transport"`
	Extensions struct {
		RK *bool `json:"rk"`
	} `json:"extensions"`
}

// credentialOf reads the record as registered.
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

// usableAt lists what can sign in at that relying party.
func usableAt(rpID string, rows []store.Passkey) []protocol.CredentialDescriptor {
	var listed []protocol.CredentialDescriptor
	for _, row := range rows {
		if row.RPID == rpID && row.SuspendedAt == nil {
			listed = append(listed, descriptor(row))
		}
	}
	return listed
}
