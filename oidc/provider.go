// Package oidc is a small OpenID provider whose one client is Kratos: it is how a verified passkey becomes a real
// Kratos session (Kratos' oidc method). It owns discovery, authorization requests, codes, ID tokens, proofs and the
// signing keys, and decides nothing about people: a code is issued for an identity that webauthnsvc has verified and the
// kratos package has linked, and its row is written by that login. It speaks no HTTP; the api package does.
//
//	GET  /.well-known/openid-configuration   Provider.Discovery
//	GET  /.well-known/jwks.json              Provider.JWKS
//	GET  /oauth2/authorize                   Provider.ParseAuthorization, then Provider.SealInteraction
//	POST /oauth2/token                       Provider.Redeem
//
// It also signs proofs, which tell other services of a login or step-up (Provider.Proof), and receipts of
// confirmations (Provider.Receipt).
//
// It follows OpenID Connect Core 1.0 and RFC 6749, 7636 (PKCE, S256 only) and 9700 where they leave a choice.
package oidc

import (
	"errors"
	"time"

	"latchkey/seal"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// CallbackPath is where Kratos takes codes, below its browser address; the provider's ID follows.
const CallbackPath = "/self-service/methods/oidc/callback/"

const authorizePath = "/oauth2/authorize"

// Config holds the settings of the provider.
type Config struct {
	Issuer string // serve.public.base_url
	// Client is Kratos; nil: nobody may ask for codes, and only proofs are signed.
	Client *Client
	// ProofAudience are the services that a begin may ask for a proof for; none: no proofs are made.
	ProofAudience []string
	// UVIsAAL2 lets ID tokens say that the person was verified (acr, amr), which newer versions of Kratos take for aal2.
	UVIsAAL2 bool
	Now      func() time.Time
}

// Client is a confidential client. There is one.
type Client struct {
	ID     string
	Secret string // at least 32 characters
	// RedirectURI is the one address that codes go to, compared exactly: kratos.browser_url, CallbackPath and the
	// ID of the provider at Kratos.
	RedirectURI string
}

// Provider is safe for concurrent use; all its state is in the store, so replicas may stand in for each other.
type Provider struct {
	cfg     Config
	seal    *seal.Sealer
	records records
	keys    *keyring
}

// records is what the provider keeps beside its keys: the codes, which logins write.
type records interface {
	store.AuthorizationCodes
	store.AuditLog
}

// New builds the provider; it asks nobody anything.
func New(cfg Config, seal *seal.Sealer, records store.Store) (*Provider, error) {
	if cfg.Issuer == "" || cfg.Now == nil {
		return nil, errors.New("oidc: issuer and clock are needed")
	}
	if c := cfg.Client; c != nil && (c.ID == "" || len(c.Secret) < 32 || c.RedirectURI == "") {
		return nil, errors.New("oidc: the client needs an ID, a secret of at least 32 characters and a redirect address")
	}
	return &Provider{
		cfg:     cfg,
		seal:    seal,
		records: records,
		keys:    &keyring{store: records, seal: seal, now: cfg.Now},
	}, nil
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
		"acr_values_supported":                           []string{webauthnsvc.ACRPasskey, webauthnsvc.ACRPasskeyUV},
		"claims_supported":                               []string{"iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "amr", "nonce"},
		"authorization_response_iss_parameter_supported": true,
	}
}
