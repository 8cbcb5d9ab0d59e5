package webauthnsvc

import (
	"time"

	"github.com/google/uuid"

	"latchkey/store"
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

// PasskeyChange is the response to a change, with the signals for the browser.
type PasskeyChange struct {
	Passkey
	Signal []Signal `json:"signal"`
}
