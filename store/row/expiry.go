package row

import (
	"time"

	"latchkey/store"
)

// Expiry defines which rows of a table a purge deletes: those whose column At is more than After in the past, by the
// database's clock.
type Expiry struct {
	Table string
	Key   string // columns of the primary key
	At    string
	After time.Duration
}

const day = 24 * time.Hour

// The rows that expire.
var (
	AuthorizationCodes = Expiry{Table: "authorization_codes", Key: "hash", At: "expires_at"}
	Canaries           = Expiry{Table: "canaries", Key: "identity_id", At: "created_at", After: 30 * day}
	GatePasses         = Expiry{Table: "gate_passes", Key: "hash", At: "expires_at"}
	PasskeySessions    = Expiry{Table: "passkey_sessions", Key: "id", At: "expires_at", After: store.SessionKept}
	Recoveries         = Expiry{Table: "recoveries", Key: "session_id", At: "expires_at", After: store.SessionKept}
	RecoveryCodes      = Expiry{Table: "recovery_codes", Key: "identity_id, hash", At: "expires_at", After: time.Hour}
	SpentChallenges    = Expiry{Table: "spent_challenges", Key: "hash", At: "expires_at", After: time.Hour}
	StepUps            = Expiry{Table: "step_ups", Key: "session_id", At: "expires_at", After: store.SessionKept}
	OldRevocations     = Expiry{Table: "revocations", Key: "id", At: "ended_at", After: 400 * day}
	// RemovedPasskeys is without those on which something rests.
	RemovedPasskeys = Expiry{Table: "removed_passkeys", Key: "id", At: "removed_at", After: 400 * day}
	// RemovedAliases are those of removed identities; the others have no time.
	RemovedAliases = Expiry{Table: "user_handle_aliases", Key: "identity_id, user_handle", At: "removed_at", After: 400 * day}
	Tombstones     = Expiry{Table: "tombstones", Key: "credential_id", At: "removed_at", After: 400 * day}
)
