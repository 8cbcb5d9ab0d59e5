package kratos

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

// identity is the part of Kratos' identity that Latchkey reads.
type identity struct {
	ID          uuid.UUID             `json:"id"`
	State       string                `json:"state"`
	Schema      string                `json:"schema_id"`
	Traits      json.RawMessage       `json:"traits"`
	Public      json.RawMessage       `json:"metadata_public"`
	Credentials map[string]credential `json:"credentials"`
	Addresses   []address             `json:"verifiable_addresses"`
	Recovery    []address             `json:"recovery_addresses"`
	CreatedAt   time.Time             `json:"created_at"`
	UpdatedAt   time.Time             `json:"updated_at"`
	// Organization may have any type.
	Organization json.RawMessage `json:"organization_id"`
}

type credential struct {
	Identifiers []string        `json:"identifiers"`
	Config      json.RawMessage `json:"config"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
}

// address is an address that is verified at Kratos or waits for verification.
type address struct {
	Value      string    `json:"value"`
	Verified   bool      `json:"verified"`
	VerifiedAt time.Time `json:"verified_at"`
	CreatedAt  time.Time `json:"created_at"`
	Via        string    `json:"via"`
}

// addresses converts addresses without their text.
func addresses(verifiable, recovery []address) []account.Address {
	var list []account.Address
	for _, a := range verifiable {
		list = append(list, account.Address{Verified: a.Verified, VerifiedAt: a.VerifiedAt, Material: assurance.NewMaterial(a.Value)})
	}
	for _, a := range recovery {
		if !slices.ContainsFunc(verifiable, func(v address) bool { return v.Via == a.Via && v.Value == a.Value }) {
			list = append(list, account.Address{Unverifiable: true, Material: assurance.NewMaterial(a.Value)})
		}
	}
	return list
}

// identifiers returns what the identity signs in with, the most telling first: email addresses, then others; then the
// addresses that Kratos verifies or recovers at. Other kinds of credentials have identifiers that mean nothing to people.
func (i identity) identifiers() []string {
	var list []string
	for _, kind := range []string{assurance.KindPassword, assurance.KindCode, assurance.KindWebAuthn} {
		of := slices.Clone(i.Credentials[kind].Identifiers)
		slices.SortFunc(of, emailsFirst)
		list = append(list, of...)
	}
	for _, a := range slices.Concat(i.Addresses, i.Recovery) {
		list = append(list, a.Value)
	}
	return slices.DeleteFunc(list, func(one string) bool { return uuid.Validate(one) == nil })
}

func emailsFirst(a, b string) int {
	switch hasA, hasB := strings.Contains(a, "@"), strings.Contains(b, "@"); {
	case hasA && !hasB:
		return -1
	case hasB && !hasA:
		return 1
	}
	return strings.Compare(a, b)
}

// changedAt returns the time of the last change. Kratos 1.3.1 leaves updated_at of the identity alone and stores all
// credentials anew; later releases do the reverse. Without a credential, there is no such time.
func (i identity) changedAt() time.Time {
	if len(i.Credentials) == 0 {
		return time.Time{}
	}
	last := i.UpdatedAt
	for _, one := range i.Credentials {
		if one.UpdatedAt.After(last) {
			last = one.UpdatedAt
		}
	}
	return last
}

// role reads metadata_public, which may be any JSON: without an object that has this member there is no role.
func role(public json.RawMessage) string {
	var metadata map[string]json.RawMessage
	var role string
	if json.Unmarshal(public, &metadata) != nil || json.Unmarshal(metadata["latchkey_role"], &role) != nil {
		return ""
	}
	return role
}

// organization returns the organization that Kratos reports, or "".
func (i identity) organization() string {
	var id string
	if json.Unmarshal(i.Organization, &id) != nil {
		return ""
	}
	return id
}

// session is the part of Kratos' session that Latchkey reads.
type session struct {
	ID              uuid.UUID `json:"id"`
	Active          *bool     `json:"active"`
	AAL             string    `json:"authenticator_assurance_level"`
	IssuedAt        time.Time `json:"issued_at"`
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []method  `json:"authentication_methods"`
	Identity        *identity `json:"identity"`
	Devices         []struct {
		IP        string `json:"ip_address"`
		UserAgent string `json:"user_agent"`
	} `json:"devices"`
}

type method struct {
	Name        string    `json:"method"`
	AAL         string    `json:"aal"`
	CompletedAt time.Time `json:"completed_at"`
	Provider    string    `json:"provider"`
	ACR         string    `json:"upstream_acr"`
}

// active is what Kratos says. Kratos does not change it when the session expires.
func (received session) active() bool { return received.Active != nil && *received.Active }

func (received session) live(now time.Time) bool {
	return received.active() && now.Before(received.ExpiresAt)
}

// of converts a session. An unknown assurance level counts as the lowest, so that it can neither lock out a user nor
// raise one.
func (received session) of(owner account.Identity) account.Session {
	level := account.AAL1
	if received.AAL == account.AAL2 {
		level = account.AAL2
	}
	return account.Session{
		ID:              received.ID,
		Identity:        owner,
		AAL:             level,
		AuthenticatedAt: received.AuthenticatedAt,
		ExpiresAt:       received.ExpiresAt,
		Methods:         methods(received.Methods),
	}
}

// begunAt returns when the session began. Kratos renews issued_at with each refresh, but keeps the first method.
func (received session) begunAt() time.Time {
	at := received.IssuedAt
	for _, m := range received.Methods {
		if !m.CompletedAt.IsZero() && m.CompletedAt.Before(at) {
			at = m.CompletedAt
		}
	}
	return at
}

func methods(received []method) []account.Method {
	list := make([]account.Method, len(received))
	for i, m := range received {
		list[i] = account.Method(m)
	}
	slices.SortStableFunc(list, func(a, b account.Method) int { return a.CompletedAt.Compare(b.CompletedAt) })
	return list
}
