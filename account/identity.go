package account

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/policy"
)

// Identity is the part of a Kratos identity that the ceremonies need. Traits are not stored.
type Identity struct {
	ID          uuid.UUID
	Active      bool
	Login       string // the configured login trait, or the short ID
	DisplayName string // the configured display trait, or Login
	// Role is latchkey_role of metadata_public, which users cannot set by themselves; empty without one. It is never a
	// trait.
	Role string
	// Schema and Organization are its schema_id and organization_id; the latter is empty without one, or if this Kratos has
	// none.
	Schema, Organization string
	// Metadata is metadata_public, as Kratos wrote it.
	Metadata json.RawMessage
	// Addresses are those that Kratos verifies or waits to verify, without their text.
	Addresses []Address
	// ChangedAt is when Kratos last changed the identity or one of its credentials, by Kratos' clock: a change of its
	// addresses is not later. Zero if that is unknown.
	ChangedAt time.Time
	// First are its first factors; only Holdings sets them.
	First assurance.Held
}

// HasRole reports whether the identity has a role at Latchkey.
func (i Identity) HasRole() bool { return HasRole(i.Role) }

// Subject returns what the rules of package policy may know about the identity.
func (i Identity) Subject() policy.Subject {
	return policy.Subject{ID: i.ID, Schema: i.Schema, Role: i.Role, Organization: i.Organization, Metadata: i.Metadata}
}

// Verified reports whether the identity has an address that is verified at Kratos.
func (i Identity) Verified() bool {
	for _, address := range i.Addresses {
		if address.Verified {
			return true
		}
	}
	return false
}

// Proved reports whether the user has proved that an identifier is theirs, as far as Kratos verifies addresses of this user at all. An
// address that is not verified may be another person's: to sign in with it, nothing has to be proved, nor with a user name that looks
// like one.
func (i Identity) Proved(identifier string) bool {
	value := plain(strings.ToLower(strings.TrimSpace(identifier)))
	wanted := assurance.NewMaterial(value)
	verifies, matches := false, false
	for _, one := range i.Addresses {
		if one.Unverifiable {
			continue
		}
		verifies = true
		if one.Material.Map(plain).Equal(wanted) {
			if one.Verified {
				return true
			}
			matches = true
		}
	}
	address := strings.Contains(value, "@") || telephone.MatchString(value)
	return !matches && (!address || !verifies)
}

// Address is an email address or a phone number of an identity at Kratos, without its text.
type Address struct {
	Verified   bool
	VerifiedAt time.Time // zero if it is not verified, or if Kratos does not say when
	// Unverifiable reports that recoveries go to the address without verifying it.
	Unverifiable bool
	Material     assurance.Material
}

// Fingerprint returns 32 bytes that identify the address without revealing it.
func (a Address) Fingerprint(key []byte) []byte {
	sum := assurance.HeldFactor{Kind: assurance.KindAddress, Material: a.Material}.Fingerprint(key)
	return sum[:]
}

// CodeOffer reports whether Kratos takes a code sent by email or SMS as the second factor of a session. An error, or a
// nil CodeOffer, means that this is unclear.
type CodeOffer func(ctx context.Context) (bool, error)

// Removal is the result of removing a factor at Kratos.
type Removal string

const (
	RemovalDone   Removal = "removed"
	RemovalAbsent Removal = "absent" // there was none
	RemovalKept   Removal = "kept"   // Kratos will not remove it
	RemovalUnsure Removal = "unsure" // Kratos failed after it was asked to
)
