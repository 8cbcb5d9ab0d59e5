package switchover

import (
	"hash/maphash"
	"strings"

	"github.com/google/uuid"

	"latchkey/store"
)

// plan is what a dry run would have stored, as hashes, so that its report is that of a run: of two identities with the same
// credential ID, only the first gets the passkey. It stays empty in a run.
type plan struct {
	seed   maphash.Seed
	hashes map[uint64]struct{}
}

func newPlan() *plan { return &plan{maphash.MakeSeed(), map[uint64]struct{}{}} }

func (p *plan) add(id uuid.UUID, passkeys []store.Passkey, removed [][]byte) {
	p.hashes[maphash.Bytes(p.seed, id[:])] = struct{}{}
	for _, credentialID := range removed {
		p.hashes[maphash.Bytes(p.seed, p.of(id, append([]byte(removedMark), credentialID...)))] = struct{}{}
	}
	for _, one := range passkeys {
		for _, key := range [][]byte{
			p.of(one.IdentityID, one.CredentialID), p.of(uuid.Nil, one.CredentialID), p.of(uuid.Nil, one.ID[:]),
		} {
			p.hashes[maphash.Bytes(p.seed, key)] = struct{}{}
		}
	}
}

func (p *plan) of(identityID uuid.UUID, id []byte) []byte { return append(identityID[:], id...) }

func (p *plan) has(key []byte) bool {
	_, ok := p.hashes[maphash.Bytes(p.seed, key)]
	return ok
}

// takes reports whether a passkey with this credential ID is planned for another identity.
func (p *plan) takes(identityID uuid.UUID, credentialID []byte) bool {
	return p.has(p.of(uuid.Nil, credentialID)) && !p.has(p.of(identityID, credentialID))
}

// removedMark tells removed credential IDs from others, which have at most 1023 bytes.
var removedMark = strings.Repeat("-", 1024)

// removed reports whether it is planned to record a credential ID of the identity as removed.
func (p *plan) removed(id uuid.UUID, credentialID []byte) bool {
	return p.has(p.of(id, append([]byte(removedMark), credentialID...)))
}

// identity reports whether a passkey of the identity is planned, present or removed.
func (p *plan) identity(id uuid.UUID) bool { return p.has(id[:]) }

// passkey reports whether a passkey with this credential ID is planned for an identity, or with uuid.Nil, one with this or that
// ID for any.
func (p *plan) passkey(identityID uuid.UUID, one store.Passkey) bool {
	return p.has(p.of(identityID, one.CredentialID)) || identityID == uuid.Nil && p.has(p.of(uuid.Nil, one.ID[:]))
}
