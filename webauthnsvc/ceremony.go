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

// The kinds of ceremony. The kind is authenticated with the token, so a token of one kind does not open as another.
const (
	kindRegistration = "registration"
	kindLogin        = "login"
	kindStepUp       = "step-up"
)

// maxClockAhead is how far the clock of the replica that began a ceremony may be ahead.
const maxClockAhead = 30 * time.Second

// Begun is the response to every begin.
type Begun struct {
	Ceremony  string    `json:"ceremony"` // opaque; returned at finish
	ExpiresAt time.Time `json:"expires_at"`
	// PublicKey is PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON (L3 §5.1).
	PublicKey any    `json:"publicKey"`
	Mediation string `json:"mediation,omitempty"`
}

// ceremony is the state between begin and finish. The client holds it sealed, and the server stores nothing.
type ceremony struct {
	IdentityID uuid.UUID `json:"identity,omitzero"`
	SessionID  uuid.UUID `json:"session,omitzero"` // the Kratos session it is bound to
	RPID       string    `json:"rp"`
	Origins    []string  `json:"origins"`           // accepted in the response
	Browser    []byte    `json:"browser,omitempty"` // hash of the browser's nonce
	Name       string    `json:"name,omitempty"`    // of the new passkey
	FlowID     uuid.UUID `json:"flow,omitzero"`     // the login flow at Kratos, for the gate
	// Payload is the text of a confirmation, Salt the salt of its challenge.
	Payload []byte `json:"payload,omitempty"`
	Salt    []byte `json:"salt,omitempty"`
	// Interaction is Kratos' authorization request, sealed by package oidc.
	Interaction string               `json:"interaction,omitempty"`
	Mint        string               `json:"mint,omitempty"` // the requested kind of Kratos session
	Proof       ProofRequest         `json:"proof,omitzero"` // requested for finish
	Session     webauthn.SessionData `json:"webauthn"`       // whole, since go-webauthn checks against all of it
	IssuedAt    time.Time            `json:"iat"`
	ExpiresAt   time.Time            `json:"exp"`
}

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

// boundTo checks that the ceremony belongs to the calling session.
func (c *ceremony) boundTo(session account.Session) error {
	if c.SessionID != session.ID || c.IdentityID != session.Identity.ID {
		return fmt.Errorf("%w: begun in another session", fault.ErrCeremonyInvalid)
	}
	return nil
}

// bindBrowser binds a login to the browser that began it, so a page cannot log a user in to another account (login
// CSRF).
func (c *ceremony) bindBrowser(req audit.Request) {
	if req.Browser {
		hash := sha256.Sum256([]byte(req.Nonce))
		c.Browser = hash[:]
	}
}

// boundToBrowser checks that the request comes from the browser that began the ceremony.
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

// challenge returns the record that lets the ceremony finish only once.
func (c *ceremony) challenge() store.Challenge {
	return store.Challenge{Hash: sha256.Sum256([]byte(c.Session.Challenge)), ExpiresAt: c.ExpiresAt}
}

// spend spends a ceremony that was refused after it was opened, and returns the refusal. Of two concurrent finishes,
// one gets the refusal and the other fault.ErrCeremonySpent.
func (s *Service) spend(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if spendErr := s.store.SpendChallenge(ctx, c.challenge(), s.audit.LimitRefusal(event, kind, err)); spendErr != nil {
		return fault.OfStore(spendErr)
	}
	return err
}
