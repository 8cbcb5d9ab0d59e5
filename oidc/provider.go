// Package oidc is a small OpenID provider whose only client is Kratos: through Kratos' oidc method, a verified passkey
// becomes a real Kratos session. It owns discovery, authorization requests, codes, ID tokens, proofs, receipts, security event
// tokens and the signing keys. It leaves to webauthnsvc who has signed in, to kratos the link between provider and identity, and to
// api the HTTP; the row of a code is written in the commit of the login.
//
//	GET  /.well-known/openid-configuration   Provider.Discovery
//	GET  /.well-known/jwks.json              Provider.JWKS
//	GET  /oauth2/authorize                   Provider.ParseAuthorization, then Provider.SealInteraction
//	POST /oauth2/token                       Provider.Redeem
//
// Proofs inform other services about a login or step-up (Provider.Proof), receipts about a confirmation
// (Provider.Receipt), and security event tokens about changes of credentials and sessions (Provider.SecurityEvent).
//
// The provider follows OpenID Connect Core 1.0 and RFC 6749, with RFC 7636 (PKCE, S256 only) and RFC 9700 where these
// leave a choice.
package oidc

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Callbacks returns the addresses at Kratos, below its browser address, that receive codes for a provider: the second one
// is that of pkce: force, without the provider.
func Callbacks(browserURL, provider string) []string {
	generic := strings.TrimRight(browserURL, "/") + "/self-service/methods/oidc/callback"
	return []string{generic + "/" + provider, generic}
}

const authorizePath = "/oauth2/authorize"

// Config holds the settings of the provider.
type Config struct {
	Issuer string // serve.public.base_url
	// Client is Kratos. If it is nil, no codes are issued, and only proofs and receipts are signed.
	Client *Client
	// ProofAudience lists the services for which a begin may request a proof; without any, no proofs are made.
	ProofAudience []string
	// UVIsAAL2 lets ID tokens state that the user was verified (acr, amr), which newer versions of Kratos take for
	// aal2.
	UVIsAAL2 bool
	Now      func() time.Time
	// Link makes sure that Kratos finds an active identity by the subject of our ID tokens. Errors: fault.ErrIdentityNotFound,
	// fault.ErrIdentityInactive, fault.ErrKratosUnavailable. It is required with a Client.
	Link func(ctx context.Context, id uuid.UUID) error
}

// Client is a confidential client (RFC 6749 §2.1).
type Client struct {
	ID     string
	Secret string // at least 32 characters
	// RedirectURIs are the only addresses that receive codes, compared exactly; see Callbacks.
	RedirectURIs []string
}

// Provider is safe for concurrent use. Its state is in the store, so any replica can continue what another began.
type Provider struct {
	cfg     Config
	seal    *seal.Sealer
	records records
	keys    *keyring
}

// records is what the provider reads besides its keys: the codes, which logins write.
type records interface {
	store.AuthorizationCodes
	store.AuditLog
}

// New returns a provider. It makes no calls.
func New(cfg Config, seal *seal.Sealer, records store.Store) (*Provider, error) {
	if cfg.Issuer == "" || cfg.Now == nil {
		return nil, errors.New("oidc: issuer and clock are required")
	}
	if cfg.Client != nil && cfg.Link == nil {
		return nil, errors.New("oidc: a client needs Link")
	}
	if c := cfg.Client; c != nil && (c.ID == "" || len(c.Secret) < 32 || len(c.RedirectURIs) == 0) {
		return nil, errors.New("oidc: the client needs an ID, a secret of at least 32 characters and a redirect address")
	}
	return &Provider{
		cfg:     cfg,
		seal:    seal,
		records: records,
		keys:    &keyring{store: records, seal: seal, now: cfg.Now},
	}, nil
}

// prompts are the supported values of prompt. There is no consent to ask for: the only client is the operator's own Kratos.
var prompts = []string{"none", "login", "select_account"}

// ACRValues returns the values of acr in ID tokens that meet a level. A passkey that verifies its user is aal2 only if the
// policy says so; otherwise its login is one of ACRPasskey, and there are none for aal2.
func (p *Provider) ACRValues(level string) []string {
	var values []string
	if level != account.AAL2 {
		values = append(values, webauthnsvc.ACRPasskey)
	}
	if p.cfg.UVIsAAL2 {
		values = append(values, webauthnsvc.ACRPasskeyUV)
	}
	return values
}

// Discovery is the provider's metadata (OpenID Connect Discovery 1.0 §3).
func (p *Provider) Discovery() map[string]any {
	return map[string]any{
		"issuer":                                         p.cfg.Issuer,
		"authorization_endpoint":                         p.cfg.Issuer + authorizePath,
		"token_endpoint":                                 p.cfg.Issuer + "/oauth2/token",
		"jwks_uri":                                       p.cfg.Issuer + "/.well-known/jwks.json",
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{"ES256"},
		"scopes_supported":                               []string{"openid"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"acr_values_supported":                           p.ACRValues(account.AAL1),
		"claims_supported":                               []string{"iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "amr", "nonce", "jti"},
		"prompt_values_supported":                        prompts,
		"claims_parameter_supported":                     false,
		"request_parameter_supported":                    false,
		"request_uri_parameter_supported":                false, // if absent, it would be true
		"authorization_response_iss_parameter_supported": true,
	}
}
