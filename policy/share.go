package policy

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/google/uuid"
)

// share places a user within 0 to 99 for a rule, always at the same place: a higher percentage only adds users, on every
// replica, and renaming the rule draws anew. Each rule draws by itself, so that the same users are not always the first.
func share(rule string, id uuid.UUID) int {
	hash := sha256.New()
	hash.Write(id[:])
	hash.Write([]byte(rule))
	return int(binary.BigEndian.Uint64(hash.Sum(nil)) % 100)
}
