// Package portable is Latchkey's own format for passkeys that move from one database to another: JSON Lines, a header, one line
// for each identity, and an end. It owns what is in a file, its JSON Schema (schema.json), and the checks of a line by itself.
// Which of its passkeys may be imported is decided by package switchover.
package portable

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const (
	format  = "latchkey-passkeys"
	version = 1
)

// Schema is the JSON Schema of a line.
//
//go:embed schema.json
var Schema []byte

// Header is the first line.
type Header struct {
	Format     string    `json:"format"`
	Version    int       `json:"version"`
	ExportedAt time.Time `json:"exported_at"`
}

// Identity is the line of an identity.
type Identity struct {
	IdentityID  uuid.UUID `json:"identity_id"`
	UserHandles []Bytes   `json:"user_handles,omitempty"` // aliases
	Passkeys    []Passkey `json:"passkeys"`
	// RemovedCredentialIDs are of passkeys that were removed, which must not come back from Kratos or another copy.
	RemovedCredentialIDs []Bytes `json:"removed_credential_ids,omitempty"`
	// DisownedKinds are those of the factors at Kratos that the user has disowned. What defines them does not move.
	DisownedKinds []string `json:"disowned_kinds,omitempty"`
}

// Line is what a file has of an identity.
type Line struct {
	IdentityID uuid.UUID
	Passkeys   []store.Passkey
	Handles    [][]byte // aliases
	Removed    [][]byte // credential IDs of passkeys that were removed
	Disowned   []string // the kinds of factors at Kratos that the user has disowned
}

// maxRemoved is how many removed passkeys a line has. An identity with more has several lines, of which the first has its passkeys.
const maxRemoved = 1000

// Passkey is all of a row that logs in. What is not in it is said in docs/move.md.
type Passkey struct {
	ID                uuid.UUID       `json:"id"`
	CredentialID      Bytes           `json:"credential_id"`
	UserHandle        Bytes           `json:"user_handle"`
	UserHandleUnknown bool            `json:"user_handle_unknown,omitempty"`
	RPID              string          `json:"rp_id"`
	Name              string          `json:"name"`
	SignCount         uint32          `json:"sign_count"`
	BackupEligible    *bool           `json:"backup_eligible,omitempty"`
	BackedUp          bool            `json:"backed_up"`
	UVInitialized     bool            `json:"uv_initialized"`
	UVInitializedBy   []uuid.UUID     `json:"uv_initialized_by,omitempty"`
	StepUpOnly        bool            `json:"step_up_only,omitempty"`
	Source            string          `json:"source,omitempty"`
	CreatedAt         time.Time       `json:"created_at"`
	LastUsedAt        *time.Time      `json:"last_used_at,omitempty"`
	SuspendedAt       *time.Time      `json:"suspended_at,omitempty"`
	SuspendedFor      string          `json:"suspended_for,omitempty"`
	SuspendedBy       string          `json:"suspended_by,omitempty"`
	CloneWarningAt    *time.Time      `json:"clone_warning_at,omitempty"`
	BackupFlagsAt     *time.Time      `json:"backup_flags_at,omitempty"`
	Record            json.RawMessage `json:"record"`
}

// End is the last line. Without it, a file is not complete.
type End struct {
	End Counts `json:"end"`
}

// Counts are the numbers of a file.
type Counts struct {
	Identities int `json:"identities"`
}

// Bytes are base64url without padding, as everywhere.
type Bytes []byte

// encoding is strict, so that each value has one spelling.
var encoding = base64.RawURLEncoding.Strict()

// MarshalText implements encoding.TextMarshaler.
func (b Bytes) MarshalText() ([]byte, error) { return encoding.AppendEncode(nil, b), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *Bytes) UnmarshalText(text []byte) error {
	for _, c := range text {
		if c == '\r' || c == '\n' { // the decoder would ignore them
			return errors.New("not base64url without padding")
		}
	}
	decoded, err := encoding.AppendDecode(nil, text)
	*b = decoded
	return err
}
