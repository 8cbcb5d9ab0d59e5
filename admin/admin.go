package admin

import (
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/store"
)

// The scopes of admin keys. A key can create only keys within its own scopes.
const (
	ScopeRead   = "read"   // see identities, passkeys and audit events
	ScopeExport = "export" // stream the whole audit log
	ScopeRevoke = "revoke" // revoke, suspend and resume passkeys
	ScopeReset  = "reset"  // remove all second factors of an identity, and issue recovery codes
	ScopeKeys   = "keys"   // list, create and revoke admin keys
)

// Scopes lists all scopes in the order in which they are documented.
var Scopes = []string{ScopeRead, ScopeExport, ScopeRevoke, ScopeReset, ScopeKeys}

// roleScopes are the scopes of each role.
var roleScopes = map[string][]string{
	account.RoleAdmin:   Scopes,
	account.RoleSupport: {ScopeRead, ScopeRevoke, ScopeReset},
	account.RoleAuditor: {ScopeRead, ScopeExport},
}

// rankOperator is above the ranks of all roles (account.Ranks).
const rankOperator = 4

var (
	// ErrKeyInvalid reports an unknown, revoked or expired key, or one whose owner has no role any more.
	ErrKeyInvalid = errors.New("no valid admin key")
	// ErrForbidden reports that the key or role lacks the required scope.
	ErrForbidden = errors.New("not within the admin's scopes")
)

// Admin is the caller of the admin API: a key, or a signed-in user with a role. The zero value is the operator on the
// command line.
type Admin struct {
	KeyID      uuid.UUID
	IdentityID uuid.UUID
	Login      string // of a signed-in user
	Role       string // of the user or of the key's owner; empty for the operator
	Scopes     []string

	session   uuid.UUID      // of a signed-in user
	evidence  store.Evidence // of a signed-in user who may make a change: the passkeys on which that depends
	owner     uuid.UUID      // of a key: the identity that created it, directly or through other keys; zero for the operator
	countedAs string         // of a key: the admin as whom it counts; empty: itself
	expiresAt *time.Time     // of a key
}

// System is the operator on the command line.
var System = Admin{}

// IsSystem reports whether the admin is the operator on the command line.
func (a Admin) IsSystem() bool { return a.KeyID == uuid.Nil && a.IdentityID == uuid.Nil }

// Actor returns the admin as the actor of audit events.
func (a Admin) Actor() audit.Actor {
	switch {
	case a.IdentityID != uuid.Nil:
		return audit.ByIdentity(a.IdentityID)
	case a.KeyID != uuid.Nil:
		return audit.Actor{Kind: store.ActorAdminKey, ID: a.KeyID.String()}
	}
	return audit.System
}

// Responsible returns the identity behind the admin: the user, or the owner of the key. It is zero for the operator.
func (a Admin) Responsible() uuid.UUID {
	if a.IdentityID != uuid.Nil {
		return a.IdentityID
	}
	return a.owner
}

// VouchesForStaff reports whether the admin may confirm passkeys of users with a role, and issue enrolment codes to
// them. That decides who can act as an admin, so a key needs the scope that creates keys.
func (a Admin) VouchesForStaff() bool {
	return a.rank() >= account.Ranks[account.RoleAdmin] && (a.KeyID == uuid.Nil || slices.Contains(a.Scopes, ScopeKeys))
}

func (a Admin) rank() int {
	if a.Responsible() == uuid.Nil {
		return rankOperator
	}
	return account.Ranks[a.Role]
}

// principal identifies the admin where two different admins are required. A key that an admin has created counts as
// that admin.
func (a Admin) principal() string {
	if a.countedAs != "" {
		return a.countedAs
	}
	by := a.Actor()
	return by.Kind + ":" + by.ID
}

// ResetActor returns the admin as requests and resets store it.
func (a Admin) ResetActor() store.ResetActor {
	by := a.Actor()
	return store.ResetActor{Kind: by.Kind, ID: by.ID, Owner: a.principal()}
}
