package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/url"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// tokenLifetime limits the validity of an ID token, which Kratos reads at once.
const tokenLifetime = 5 * time.Minute

// TokenRequest is a request to the token endpoint: its form, and the client's ID and secret, decoded, from either place
// that RFC 6749 §2.3.1 allows.
type TokenRequest struct {
	Form                   url.Values
	ClientID, ClientSecret string
}

// TokenResponse is the response of the token endpoint (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). The access token
// gives access to nothing, since there is no resource behind it.
type TokenResponse struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	IDToken     string `json:"id_token"`
	Scope       string `json:"scope"`
}

// idToken holds the claims of OpenID Connect Core §2.
type idToken struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Audience string   `json:"aud"`
	IssuedAt int64    `json:"iat"`
	Expires  int64    `json:"exp"`
	AuthTime int64    `json:"auth_time"`
	ACR      string   `json:"acr"`
	AMR      []string `json:"amr"` // RFC 8176
	Nonce    string   `json:"nonce,omitempty"`
	ID       string   `json:"jti"`
}

// Events constructs the audit events of a request.
type Events interface {
	// Effect returns the event of an effect; the store completes it with identity and passkey.
	Effect(kind string) store.AuditEvent
	// Refusal returns the event of a refusal, or the zero store.AuditEvent if there are too many like it.
	Refusal(kind string) store.AuditEvent
}

// Redeem exchanges a code for an ID token, once. A *Fault is for the client; any other error means that the database or
// Kratos is unavailable.
func (p *Provider) Redeem(ctx context.Context, r TokenRequest, events Events) (*TokenResponse, error) {
	if !p.isClient(r.ClientID, r.ClientSecret) {
		return nil, &Fault{Code: "invalid_client", Description: "client or secret is wrong; compare kratos.login with Kratos' provider"}
	}
	for _, values := range r.Form {
		if len(values) > 1 {
			return nil, &Fault{Code: "invalid_request", Description: "a parameter is repeated"}
		}
	}
	if r.Form.Get("grant_type") != "authorization_code" {
		return nil, &Fault{Code: "unsupported_grant_type", Description: "only authorization_code is supported"}
	}
	if err := p.Prepare(ctx); err != nil { // a signing key that cannot be read must not spend the code
		return nil, err
	}
	code, err := p.redeem(ctx, r, events)
	if err != nil {
		return nil, err
	}
	if err := p.link(ctx, code.IdentityID); err != nil {
		return nil, err
	}
	now, twoFactors := p.cfg.Now(), code.UserVerified && p.cfg.UVIsAAL2
	token, err := p.sign(ctx, "JWT", idToken{
		Issuer:   p.cfg.Issuer,
		Subject:  code.IdentityID.String(),
		Audience: p.cfg.Client.ID,
		IssuedAt: now.Unix(),
		Expires:  now.Add(tokenLifetime).Unix(),
		AuthTime: code.At.Unix(),
		ACR:      acr(twoFactors),
		AMR:      amr(twoFactors),
		Nonce:    code.Nonce,
		ID:       rand.Text(),
	})
	if err != nil {
		return nil, err
	}
	return &TokenResponse{AccessToken: uuid.NewString(), TokenType: "Bearer", ExpiresIn: int(tokenLifetime.Seconds()), IDToken: token, Scope: "openid"}, nil
}

// link makes sure, once more, that Kratos finds the identity. The login has done so before it made the code, but the
// user may have been unlinked at Kratos since then, and Kratos looks the subject up right after this response.
func (p *Provider) link(ctx context.Context, id uuid.UUID) error {
	err := p.cfg.Link(ctx, id)
	if errors.Is(err, fault.ErrIdentityNotFound) || errors.Is(err, fault.ErrIdentityInactive) || errors.Is(err, fault.ErrKratosRefused) {
		return errInvalidGrant
	}
	return err
}

// isClient compares hashes, so that its timing reveals neither length nor content.
func (p *Provider) isClient(id, secret string) bool {
	same := func(a, b string) int {
		x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
		return subtle.ConstantTimeCompare(x[:], y[:])
	}
	return p.cfg.Client != nil && same(id, p.cfg.Client.ID)&same(secret, p.cfg.Client.Secret) == 1
}

func acr(userVerified bool) string {
	if userVerified {
		return webauthnsvc.ACRPasskeyUV
	}
	return webauthnsvc.ACRPasskey
}

func amr(userVerified bool) []string {
	if userVerified {
		return []string{"pop", "user", "mfa"}
	}
	return []string{"pop"}
}

var errInvalidGrant = &Fault{Code: "invalid_grant", Description: "the code is unknown, expired, used before, revoked, or for another client"}

// redeem takes a code out of the database, once across all replicas. It records a refusal: the client presents a code
// twice, or is misconfigured, or the passkey was removed meanwhile. The client is Kratos, which presents any code that a
// browser brings, so refusals are recorded only up to their limit.
func (p *Provider) redeem(ctx context.Context, r TokenRequest, events Events) (store.AuthorizationCode, error) {
	row, err := p.records.RedeemCode(ctx, store.CodeRedemption{
		Hash:          sha256.Sum256([]byte(r.Form.Get("code"))),
		ClientID:      r.ClientID,
		RedirectURI:   r.Form.Get("redirect_uri"),
		CodeChallenge: challengeOf(r.Form.Get("code_verifier")),
		SessionRowID:  uuid.Must(uuid.NewV7()), // fails only where crypto/rand would end the process
		Now:           p.cfg.Now().UTC(),
	}, events.Effect("oidc.code_redeemed"))
	refused := errors.Is(err, store.ErrNotFound)
	if refused {
		err = nil
		if event := events.Refusal("oidc.code_refused"); event.Type != "" {
			err = p.records.RecordEvent(ctx, event)
		}
	}
	switch {
	case err != nil:
		return store.AuthorizationCode{}, fault.Unanswered(err)
	case refused:
		return store.AuthorizationCode{}, errInvalidGrant
	}
	return row, nil
}

// challengeOf is the S256 challenge of a verifier (RFC 7636 §4.2).
func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
