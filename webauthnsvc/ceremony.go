package webauthnsvc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// The kinds of ceremony. A token of one kind does not open as another: the kind is what it is sealed for.
const (
	kindRegistration = "registration"
	kindLogin        = "login"
	kindStepUp       = "step-up"
)

// maxClockAhead is how far ahead of ours the clock of the replica that began a ceremony may be.
const maxClockAhead = 30 * time.Second

// Begun is the answer to every begin.
type Begun struct {
	Ceremony  string    `json:"ceremony"` // opaque; comes back at finish
	ExpiresAt time.Time `json:"expires_at"`
	// PublicKey is PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON (L3 §5.1).
	PublicKey any    `json:"publicKey"`
	Mediation string `json:"mediation,omitempty"`
}

// ceremony is what travels sealed between begin and finish, so that the server keeps nothing.
type ceremony struct {
	IdentityID uuid.UUID `json:"identity,omitzero"`
	SessionID  uuid.UUID `json:"session,omitzero"` // the Kratos session it is bound to
	RPID       string    `json:"rp"`
	Origins    []string  `json:"origins"`           // those the response may come from
	Browser    []byte    `json:"browser,omitempty"` // hash of the nonce of the browser it is bound to
	Name       string    `json:"name,omitempty"`    // of the passkey to be
	FlowID     uuid.UUID `json:"flow,omitzero"`     // the login at Kratos that waits for it
	// Payload is what a confirmation signs, Salt what its challenge was made with.
	Payload []byte `json:"payload,omitempty"`
	Salt    []byte `json:"salt,omitempty"`
	// Interaction is the login's way back to Kratos, sealed by the oidc room.
	Interaction string               `json:"interaction,omitempty"`
	Mint        string               `json:"mint,omitempty"` // the kind of Kratos session wished for
	Proof       ProofRequest         `json:"proof,omitzero"` // the proof that finish shall sign
	Session     webauthn.SessionData `json:"webauthn"`       // kept whole: go-webauthn checks against all of it
	IssuedAt    time.Time            `json:"iat"`
	ExpiresAt   time.Time            `json:"exp"`
}

// newCeremony binds a ceremony to the origin it was begun at; without one (a native app, a back end that speaks
// for its page), to any origin of the relying party, those of apps included.
func (s *Service) newCeremony(p *party, req audit.Request) *ceremony {
	origins := p.accepts
	if req.Origin != "" {
		origins = []string{req.Origin}
	}
	now := s.cfg.Now().UTC()
	return &ceremony{RPID: p.ID, Origins: origins, IssuedAt: now, ExpiresAt: now.Add(CeremonyLifetime)}
}

func (s *Service) sealCeremony(kind string, c *ceremony, publicKey any, mediation protocol.CredentialMediationRequirement) (*Begun, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("sealing a ceremony: %w", err)
	}
	return &Begun{
		Ceremony:  s.seal.SealToken(kind, plain),
		ExpiresAt: c.ExpiresAt,
		PublicKey: publicKey,
		Mediation: string(mediation),
	}, nil
}

// openCeremony opens a token of that kind and checks its clock. ErrCeremonyInvalid, ErrCeremonyExpired.
func (s *Service) openCeremony(kind, token string) (*ceremony, *party, error) {
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
		return nil, nil, fmt.Errorf("%w: it comes from the future; are all clocks right?", fault.ErrCeremonyInvalid)
	}
	if !now.Before(c.ExpiresAt) {
		return nil, nil, fault.ErrCeremonyExpired
	}
	p, err := s.partyByID(c.RPID)
	if err != nil {
		return nil, nil, err
	}
	// An origin taken out of the configuration is out for the ceremonies under way, too.
	c.Origins = slices.DeleteFunc(c.Origins, func(origin string) bool { return !slices.Contains(p.accepts, origin) })
	return c, p, nil
}

// boundTo checks that the ceremony is that of the calling session.
func (c *ceremony) boundTo(session account.Session) error {
	if c.SessionID != session.ID || c.IdentityID != session.Identity.ID {
		return fmt.Errorf("%w: begun in another session", fault.ErrCeremonyInvalid)
	}
	return nil
}

// bindBrowser ties a login to the browser that began it, so that nobody can be logged into somebody else's account.
func (c *ceremony) bindBrowser(req audit.Request) {
	if req.Browser {
		hash := sha256.Sum256([]byte(req.Nonce))
		c.Browser = hash[:]
	}
}

func (c *ceremony) boundToBrowser(req audit.Request) error {
	var hash []byte
	if req.Browser {
		sum := sha256.Sum256([]byte(req.Nonce))
		hash = sum[:]
	}
	if subtle.ConstantTimeCompare(hash, c.Browser) != 1 {
		return fmt.Errorf("%w: begun in another browser", fault.ErrCeremonyInvalid)
	}
	return nil
}

// challenge is the ceremony's once-only mark in the database.
func (c *ceremony) challenge() store.Challenge {
	return store.Challenge{Hash: sha256.Sum256([]byte(c.Session.Challenge)), ExpiresAt: c.ExpiresAt}
}

// spend ends a ceremony that was refused after it had been opened and verified, and passes the refusal on. Of two
// finishes that race, one is told the refusal and the other that the ceremony is spent.
func (s *Service) spend(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if spendErr := s.store.SpendChallenge(ctx, c.challenge(), s.audit.SpareRefusal(event, kind, err)); spendErr != nil {
		return fault.OfStore(spendErr)
	}
	return err
}
