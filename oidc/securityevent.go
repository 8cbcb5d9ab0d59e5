package oidc

import (
	"context"

	"github.com/google/uuid"
)

// securityEventType is the typ of security event tokens (RFC 8417 §2.3). Proofs, receipts and ID tokens have others.
const securityEventType = "secevent+jwt"

// SecurityEvent is what a security event token says. It has neither sub nor exp, so that it passes for no token that grants
// something (OpenID Shared Signals Framework 1.0 §4.1).
type SecurityEvent struct {
	ID          uuid.UUID      // the same whenever the event is sent to the audience again
	Audience    string         // a single receiver
	Transaction uuid.UUID      // the audit event; the same for all that is said about it
	Subject     map[string]any // a subject identifier (RFC 9493)
	Events      map[string]any // the claims of one event, by the URI of its type
}

type securityEventClaims struct {
	Issuer      string         `json:"iss"`
	Audience    string         `json:"aud"`
	ID          uuid.UUID      `json:"jti"`
	IssuedAt    int64          `json:"iat"`
	Transaction uuid.UUID      `json:"txn,omitzero"`
	Subject     map[string]any `json:"sub_id"`
	Events      map[string]any `json:"events"`
}

// SecurityEvent signs a token for a receiver, by the key that is current now: an event that is sent again after a rotation
// is signed anew.
func (p *Provider) SecurityEvent(ctx context.Context, e SecurityEvent) (string, error) {
	return p.sign(ctx, securityEventType, securityEventClaims{
		Issuer:      p.cfg.Issuer,
		Audience:    e.Audience,
		ID:          e.ID,
		IssuedAt:    p.cfg.Now().Unix(),
		Transaction: e.Transaction,
		Subject:     e.Subject,
		Events:      e.Events,
	})
}
