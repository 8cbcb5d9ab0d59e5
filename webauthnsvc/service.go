package webauthnsvc

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
)

// CeremonyLifetime is how long a person has between begin and finish, and the timeout that browsers are told.
const CeremonyLifetime = 5 * time.Minute

// Store is what the ceremonies need of the database.
type Store interface {
	store.Passkeys
	store.Challenges
	store.PasskeySessions
	store.Tombstones
	store.Keys
	// AddCode is that of store.AuthorizationCodes.
	AddCode(ctx context.Context, c store.AuthorizationCode) error
}

// Service runs the ceremonies. It is safe for concurrent use and keeps no state between calls but its keys
// and what it counts.
type Service struct {
	cfg        Config
	store      Store
	identities Kratos
	pages      standing.Pages
	parties    []party
	seal       *seal.Sealer

	policy   assurance.Policy
	standing *standing.Service

	decoyKey *seal.Key

	endings *standing.Endings
	audit   *audit.Log
}

// New builds the service. It makes no call.
func New(cfg Config, st Store, log *audit.Log, sealer *seal.Sealer, stands *standing.Service, endings *standing.Endings, identities Kratos, pages standing.Pages) (*Service, error) {
	s := &Service{
		cfg: cfg, store: st, audit: log, seal: sealer, standing: stands, endings: endings, identities: identities, pages: pages,
		policy: cfg.Policy,
	}
	s.decoyKey = s.seal.Key(st, decoyKeyName, sha256.Size)
	for _, rp := range cfg.RPs {
		p, err := newParty(rp, cfg)
		if err != nil {
			return nil, err
		}
		s.parties = append(s.parties, p)
	}
	return s, nil
}

// offered are the algorithms of new passkeys, cheapest to verify first. ML-DSA must stay out while we build with
// Go 1.26: its registration passes, and every later login fails.
var offered = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES384},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES512},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// chooseParty picks the relying party of a ceremony: the first that lists the request's origin (without one, the
// first), unless the caller names another that lists it too.
func (s *Service) chooseParty(origin, rpID string) (*party, error) {
	for i := range s.parties {
		p := &s.parties[i]
		if (rpID == "" || p.ID == rpID) && (origin == "" || p.allows(origin)) {
			return p, nil
		}
	}
	if rpID != "" {
		return nil, &fault.FieldError{Field: "rp_id", Problem: "no relying party of that ID serves this origin"}
	}
	// The commonest set-up fault gets its name at once, not after the person has touched the authenticator.
	return nil, &Refusal{Reason: ReasonOriginMismatch, Expected: s.allOrigins(), Received: origin}
}

// partiesFor are all relying parties whose passkeys can be asked for at that origin, in the order of the configuration;
// without an origin, all there are.
func (s *Service) partiesFor(origin string) ([]*party, error) {
	if _, err := s.chooseParty(origin, ""); err != nil {
		return nil, err
	}
	var parties []*party
	for i := range s.parties {
		if p := &s.parties[i]; origin == "" || p.allows(origin) {
			parties = append(parties, p)
		}
	}
	return parties, nil
}

func (s *Service) partyByID(rpID string) (*party, error) {
	for i := range s.parties {
		if s.parties[i].ID == rpID {
			return &s.parties[i], nil
		}
	}
	return nil, fmt.Errorf("%w: its relying party is no longer configured", fault.ErrCeremonyInvalid)
}

func (s *Service) allOrigins() []string {
	var all []string
	for i := range s.parties {
		all = append(all, s.parties[i].origins()...)
	}
	return all
}

// Prepare opens all of the service's own keys, and makes those that are missing. A key that an old secret had sealed is
// sealed anew, also one that no request needs before that secret is taken away. ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	for _, key := range []*seal.Key{s.decoyKey} {
		if _, err := key.Load(ctx); err != nil {
			return err
		}
	}
	return nil
}
