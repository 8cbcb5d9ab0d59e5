package webauthnsvc

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/audit"
	"latchkey/fault"
)

// maxClockAhead is how far the clock of the replica that began a ceremony may be ahead.
const maxClockAhead = 30 * time.Second

// newCeremony returns a ceremony bound to the origin of the request. Without one (native apps, back ends), it is
// bound to all origins of the relying party, including those of apps.
func (s *Service) newCeremony(rp *relyingParty, req audit.Request) *ceremony {
	origins := rp.accepts
	if req.Origin != "" {
		origins = []string{req.Origin}
	}
	now := s.cfg.Now().UTC()
	return &ceremony{RPID: rp.ID, Origins: origins, IssuedAt: now, ExpiresAt: now.Add(CeremonyLifetime)}
}

func (s *Service) sealCeremony(kind string, c *ceremony, publicKey any, mediation protocol.CredentialMediationRequirement, otherRPIDs ...string) (*Begun, error) {
	c.hashIDs()
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("sealing a ceremony: %w", err)
	}
	return &Begun{
		Ceremony:   s.seal.SealToken(kind, plain),
		ExpiresAt:  c.ExpiresAt,
		PublicKey:  publicKey,
		Mediation:  string(mediation),
		OtherRPIDs: otherRPIDs,
	}, nil
}

// openCeremony opens a token of this kind and checks its times. Errors: fault.ErrCeremonyInvalid,
// fault.ErrCeremonyExpired.
func (s *Service) openCeremony(kind, token string) (*ceremony, *relyingParty, error) {
	plain, err := s.seal.OpenToken(kind, token)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", fault.ErrCeremonyInvalid, err)
	}
	c := new(ceremony)
	if err := json.Unmarshal(plain, c); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", fault.ErrCeremonyInvalid, err)
	}
	now := s.cfg.Now()
	if c.IssuedAt.After(now.Add(maxClockAhead)) {
		return nil, nil, fmt.Errorf("%w: issued in the future; check the clocks of all replicas", fault.ErrCeremonyInvalid)
	}
	if !now.Before(c.ExpiresAt) {
		return nil, nil, fault.ErrCeremonyExpired
	}
	rp, err := s.relyingPartyByID(c.RPID)
	if err != nil {
		return nil, nil, err
	}
	// Origins that have been removed from the configuration are no longer accepted, even by ceremonies that have
	// begun.
	c.Origins = slices.DeleteFunc(c.Origins, func(origin string) bool { return !slices.Contains(rp.accepts, origin) })
	return c, rp, nil
}
