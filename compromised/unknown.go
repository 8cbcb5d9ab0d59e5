package compromised

import (
	"context"

	"github.com/google/uuid"

	"latchkey/fault"
)

// Unknown counts the usable passkeys whose AAGUID is zero. No list finds them by it: browsers withhold that of security keys where no
// attestation is asked for.
type Unknown struct {
	Passkeys   int64 `json:"passkeys"`
	Identities int64 `json:"identities"`
}

func (s *Service) unknown(ctx context.Context) (n Unknown, err error) {
	held, err := s.store.HeldModels(ctx, []uuid.UUID{uuid.Nil})
	for _, h := range held {
		n = Unknown{h.Passkeys, h.Identities}
	}
	return n, fault.OfStore(err)
}
