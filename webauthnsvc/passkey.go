package webauthnsvc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/webauthnsvc/signal"
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
	// SuspendedAsCompromised: its suspension ends with the report of its model.
	SuspendedAsCompromised bool       `json:"suspended_as_compromised"`
	CloneWarning           bool       `json:"clone_warning"`
	StepUpOnly             bool       `json:"step_up_only"` // imported as a second factor: no login with it
	ImportedAt             *time.Time `json:"imported_at"`  // null if it was registered here
	// Attested is what verified its attestation; null if nothing did.
	Attested    *attestation.Attested `json:"attested"`
	Compromised string                `json:"compromised"` // the status of its model, such as REVOKED; empty: it is not compromised
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

		SuspendedAsCompromised: row.SuspensionCause() == store.SuspendedAsCompromised,
		CloneWarning:           row.CloneWarningAt != nil,
		StepUpOnly:             row.StepUpOnly,
		ImportedAt:             row.ImportedAt,
		Attested:               credential.Attested,
		Compromised:            s.cfg.Attestation.Compromised(row.Model()),
	}
}

// Provider returns the name and kind of an authenticator, or nil if it is unknown.
func (s *Service) Provider(aaguid uuid.UUID) *Provider {
	if s.cfg.Authenticators == nil {
		return nil
	}
	return s.cfg.Authenticators(aaguid)
}

// PasskeyChange is the response to a change, with the signals for the browser.
type PasskeyChange struct {
	Passkey
	Signal []signal.Signal `json:"signal"`
}

// Registered is the response to a registration.
type Registered struct {
	PasskeyChange
	// SignInRefused is why Kratos would refuse a login with the passkey: fault.ErrKratosRefused or
	// fault.ErrKratosMisconfigured; nil if that is not known. The passkey works for step-ups all the same.
	SignInRefused error `json:"-"`
}

// Repeated is the error for a registration that has already finished with the same response, by a client that lost the
// answer. It is a fault.ErrCeremonySpent.
type Repeated struct {
	Passkey Passkey // as it is now
}

func (e *Repeated) Error() string { return "this registration has stored its passkey before" }

func (e *Repeated) Unwrap() error { return fault.ErrCeremonySpent }

// isOf reports whether a response created the passkey: the record keeps its client data, with the challenge of the ceremony.
func isOf(row store.Passkey, created *webauthn.Credential) bool {
	var stored struct {
		PublicKey   []byte                         `json:"publicKey"`
		Attestation webauthn.CredentialAttestation `json:"attestation"`
	}
	err := json.Unmarshal(row.Record, &stored)
	return err == nil && bytes.Equal(stored.PublicKey, created.PublicKey) &&
		bytes.Equal(stored.Attestation.ClientDataJSON, created.Attestation.ClientDataJSON)
}

// freeCredentialID returns fault.ErrAlreadyRegistered if the credential ID of a new passkey is taken. The ID of a
// decoy counts as taken; otherwise, registering the IDs that a login by identifier lists would distinguish real ones
// from decoys. Both take the same work.
//
// A passkey of the same identity that was suspended for verification does not block it: replaces is its ID, and the
// new passkey replaces it, with its own key and history. If this very response has stored the passkey, it returns *Repeated.
func (s *Service) freeCredentialID(ctx context.Context, identityID uuid.UUID, created *webauthn.Credential) (replaces uuid.UUID, err error) {
	decoy, err := s.decoys.Includes(ctx, created.ID)
	if err != nil {
		return uuid.Nil, err
	}
	row, err := s.store.PasskeyByCredentialID(ctx, created.ID)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return uuid.Nil, fault.OfStore(err)
	case err == nil && row.IdentityID == identityID && isOf(row, created):
		return uuid.Nil, &Repeated{s.View(row)}
	case err == nil && row.IdentityID == identityID && row.Disregarded():
		return row.ID, nil
	case err == nil, decoy:
		return uuid.Nil, fault.ErrAlreadyRegistered
	}
	return uuid.Nil, nil
}
