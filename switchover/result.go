package switchover

import (
	"encoding/base64"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// The results for a passkey.
const (
	ResultImported = "imported"
	ResultPresent  = "present" // imported or registered before
	ResultRefused  = "refused"

	ResultRetired = "retired" // Kratos has removed its copy
	ResultKept    = "kept"    // Kratos keeps its copy
	ResultUnsure  = "unsure"  // Kratos failed after it was told to remove its copy, and the run ends
)

// The reasons of a refusal.
const (
	// ReasonUnconfirmed: the user has or had a passkey here, and nobody has vouched for this one. The user confirms it at /passkeys.
	ReasonUnconfirmed = "unconfirmed"
	ReasonDisowned    = "disowned"  // the user said that it is not theirs
	ReasonRemoved     = "removed"   // it was here, and was removed
	ReasonTaken       = "taken"     // its credential ID is another user's
	ReasonContested   = "contested" // a recovery suspended passkeys of the account, and the owner has not set up a new one
	ReasonLost        = "lost"      // a first one, and a second factor has just disappeared from Kratos
	ReasonLimit       = "limit"     // the user has as many passkeys here as are possible
	ReasonResetting   = "resetting" // the user's factors are being reset
	ReasonChanging    = "changing"  // the user's passkeys kept changing
	ReasonUnusable    = "unusable"  // its record cannot be used
	// ReasonDifferent: the same credential ID is here with another key, or another handle or RP ID.
	ReasonDifferent = "different"
	// Of passkeys that come from elsewhere than Kratos.
	ReasonInvalid         = "invalid"          // the line of the file is wrong
	ReasonUnknownIdentity = "unknown_identity" // Kratos has no such identity
	ReasonUnknownRP       = "unknown_rp"       // its RP ID is not configured
)

// The reasons why Kratos keeps its copy.
const (
	ReasonAbsent    = "absent"    // it is not here
	ReasonSuspended = "suspended" // it cannot be used here: suspended, of a relying party that is not configured, or its backup flags changed
	ReasonUnused    = "unused"    // it has not been used here yet
	ReasonLast      = "last"      // Kratos has no other second factor of the user, so a password would be enough there
	ReasonKratos    = "kratos"    // this version of Kratos does not remove it
)

func reasonOf(conflict store.Conflict) string {
	switch conflict {
	case store.BeingReset:
		return ReasonResetting
	case store.EvidenceGone:
		return ReasonUnconfirmed
	case store.CredentialTaken:
		return ReasonTaken
	case store.PasskeyLimit:
		return ReasonLimit
	}
	return ReasonChanging
}

// refusal is why a passkey is not imported; the zero value: it is.
type refusal struct{ reason, detail string }

// takenBy is the refusal of a passkey whose ID is one of a passkey of another identity. It names that one: anyone who has seen the ID can
// have registered it, and only then support can tell which of the two to revoke.
func takenBy(holder uuid.UUID) refusal {
	return refusal{ReasonTaken, "(identity " + holder.String() + ")"}
}

// CredentialID is printed like everywhere else: base64url without padding.
type CredentialID []byte

func (c CredentialID) String() string { return base64.RawURLEncoding.EncodeToString(c) }

// MarshalText implements encoding.TextMarshaler.
func (c CredentialID) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Passkey is the result for one passkey.
type Passkey struct {
	CredentialID CredentialID `json:"credential_id"`
	Kind         string       `json:"kind"` // passkey or webauthn
	Name         string       `json:"name,omitempty"`
	StepUpOnly   bool         `json:"step_up_only"`
	Result       string       `json:"result"`
	Reason       string       `json:"reason,omitempty"`
	Detail       string       `json:"detail,omitempty"`
}

// Identity is the result for one identity.
type Identity struct {
	Line     int       `json:"line,omitempty"` // of a file
	ID       uuid.UUID `json:"identity_id,omitzero"`
	UserID   string    `json:"user_id,omitempty"` // at hanko
	Role     bool      `json:"role,omitempty"`
	Passkeys []Passkey `json:"passkeys"`
	// EnrolledAt is when the user set up a first passkey here before the import, which therefore imports none of theirs. That may
	// have been another person, if serve could be reached: with an empty database, a password is enough for a first passkey.
	EnrolledAt *time.Time `json:"enrolled_at,omitempty"`
	// Vouched is how many other factors at Kratos are vouched for by the import of the first passkeys.
	Vouched int `json:"vouched_factors"`
	// Removed is how many passkeys are recorded as removed here, because they were where the import comes from.
	Removed int `json:"removed_credentials,omitempty"`
}

// overtaken marks an identity whose user was faster than the import that began at a time. first is their first passkey here.
func (i *Identity) overtaken(first *store.FirstPasskey, began time.Time) {
	others := func(p Passkey) bool { return p.Reason != ReasonUnconfirmed }
	if len(i.Passkeys) == 0 || first == nil || !first.At.Before(began) || slices.ContainsFunc(i.Passkeys, others) {
		return
	}
	i.EnrolledAt = &first.At
	for n := range i.Passkeys {
		i.Passkeys[n].Detail = "(their first one here is from " + first.At.UTC().Format(time.RFC3339) + ")"
	}
}

// Totals are the numbers of an import.
type Totals struct {
	Identities int `json:"identities"` // read
	People     int `json:"with_passkeys"`
	Imported   int `json:"imported"`
	StepUpOnly int `json:"step_up_only"` // of the imported ones
	Present    int `json:"present"`
	Refused    int `json:"refused"`
	Enrolled   int `json:"enrolled_before,omitempty"` // identities that had a passkey here before, so that none was imported
	Vouched    int `json:"vouched_factors"`
	Removed    int `json:"removed_credentials,omitempty"`

	Retired int `json:"retired,omitempty"`
	Kept    int `json:"kept,omitempty"`
}

func (t *Totals) add(i Identity) {
	if len(i.Passkeys) > 0 {
		t.People++
	}
	t.Vouched += i.Vouched
	t.Removed += i.Removed
	if i.EnrolledAt != nil {
		t.Enrolled++
	}
	for _, p := range i.Passkeys {
		switch p.Result {
		case ResultImported:
			t.Imported++
			if p.StepUpOnly {
				t.StepUpOnly++
			}
		case ResultPresent:
			t.Present++
		case ResultRetired:
			t.Retired++
		case ResultKept:
			t.Kept++
		case ResultUnsure: // in no total: none is printed
		default:
			t.Refused++
		}
	}
}
