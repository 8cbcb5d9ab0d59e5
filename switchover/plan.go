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
	hashes map[uint64]uuid.UUID // the identity that would hold the passkey
}

func newPlan() *plan { return &plan{maphash.MakeSeed(), map[uint64]uuid.UUID{}} }

func (p *plan) add(id uuid.UUID, passkeys []store.Passkey, removed [][]byte) {
	p.hashes[maphash.Bytes(p.seed, id[:])] = id
	for _, credentialID := range removed {
		p.hashes[maphash.Bytes(p.seed, p.of(id, append([]byte(removedMark), credentialID...)))] = id
	}
	for _, one := range passkeys {
		for _, key := range [][]byte{
			p.of(one.IdentityID, one.CredentialID), p.of(uuid.Nil, one.CredentialID), p.of(uuid.Nil, one.ID[:]),
		} {
			p.hashes[maphash.Bytes(p.seed, key)] = one.IdentityID
		}
	}
}

func (p *plan) of(identityID uuid.UUID, id []byte) []byte { return append(identityID[:], id...) }

func (p *plan) holderOf(key []byte) uuid.UUID { return p.hashes[maphash.Bytes(p.seed, key)] }

// holder returns the identity for which a passkey with this credential ID, or this ID, is planned, or uuid.Nil.
func (p *plan) holder(id []byte) uuid.UUID { return p.holderOf(p.of(uuid.Nil, id)) }

// removedMark tells removed credential IDs from others, which have at most 1023 bytes.
var removedMark = strings.Repeat("-", 1024)

// removed reports whether it is planned to record a credential ID of the identity as removed.
func (p *plan) removed(id uuid.UUID, credentialID []byte) bool {
	return p.holderOf(p.of(id, append([]byte(removedMark), credentialID...))) != uuid.Nil
}

// identity reports whether a passkey of the identity is planned, present or removed.
func (p *plan) identity(id uuid.UUID) bool { return p.holderOf(id[:]) != uuid.Nil }

// passkey reports whether a passkey with this credential ID is planned for an identity.
func (p *plan) passkey(identityID uuid.UUID, credentialID []byte) bool {
	return p.holderOf(p.of(identityID, credentialID)) != uuid.Nil
}
