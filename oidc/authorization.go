package oidc

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"latchkey/account"
	"latchkey/fault"
)

// ErrNotOurClient reports that the request names another client or another redirect address. Nothing may be sent there
// (RFC 6749 §4.1.2.1), so this is the one fault that is shown to the user instead of returned to the client.
var ErrNotOurClient = errors.New("authorization request of an unknown client or for an unknown address")

// Authorization is a checked authorization request. It is sealed while the user signs in.
type Authorization struct {
	RedirectURI   string `json:"redirect"` // one of the client's
	State         string `json:"state,omitempty"`
	Nonce         string `json:"nonce,omitempty"`
	CodeChallenge string `json:"challenge"`
	// Prompt is "login" if the user must authenticate again. Here every authorization requires that, and so meets every
	// max_age.
	Prompt string `json:"prompt,omitempty"`
	// RequiresUV reports that only a login with user verification has one of the requested acr_values.
	RequiresUV bool `json:"uv,omitempty"`
}

// maxState limits what the sealed interaction and the redirect carry; Kratos' states are below 2 KiB.
const maxState = 4096

// ParseAuthorization checks an authorization request. It returns ErrNotOurClient, or the request with a *Fault that Denied
// returns to the client.
func (p *Provider) ParseAuthorization(query url.Values) (*Authorization, error) {
	client := p.cfg.Client
	switch {
	case client == nil, len(query["client_id"]) != 1, len(query["redirect_uri"]) != 1, query.Get("client_id") != client.ID:
		return nil, ErrNotOurClient
	case !slices.Contains(client.RedirectURIs, query.Get("redirect_uri")):
		// For the log: the most common mistake in a new set-up is a kratos.browser_url that differs from Kratos' own
		// base_url.
		return nil, fmt.Errorf("%w: redirect_uri is %.200q, expected is one of %q", ErrNotOurClient, query.Get("redirect_uri"), client.RedirectURIs)
	}
	request := &Authorization{
		RedirectURI:   query.Get("redirect_uri"),
		State:         query.Get("state"),
		Nonce:         query.Get("nonce"),
		CodeChallenge: query.Get("code_challenge"),
		Prompt:        query.Get("prompt"),
	}
	for name, values := range query {
		if len(values) > 1 {
			return request, &Fault{Code: "invalid_request", Description: "a parameter is repeated: " + printable(name)}
		}
	}
	switch {
	case len(request.State) > maxState || len(request.Nonce) > 256:
		return request, &Fault{Code: "invalid_request", Description: "state or nonce is too long"}
	case query.Get("response_type") != "code":
		return request, &Fault{Code: "unsupported_response_type", Description: "only code is supported"}
	case query.Get("response_mode") != "" && query.Get("response_mode") != "query":
		return request, &Fault{Code: "invalid_request", Description: "only response_mode query is supported"}
	case !slices.Contains(strings.Fields(query.Get("scope")), "openid"):
		return request, &Fault{Code: "invalid_scope", Description: "the scope openid is required"}
	case query.Get("code_challenge_method") != "S256" || len(request.CodeChallenge) != 43:
		return request, &Fault{Code: "invalid_request", Description: "PKCE with S256 is required; set pkce: auto at Kratos"}
	case query.Has("request") || query.Has("request_uri"):
		return request, &Fault{Code: "request_not_supported", Description: "request objects are not supported"}
	}
	var err error
	request.RequiresUV, err = requiresUV(query, p.ACRValues(account.AAL1))
	return request, err
}

const kindInteraction = "oauth interaction"

// interaction is a request that waits for the user to sign in, sealed into the address of the login page.
type interaction struct {
	Authorization
	Browser   []byte    `json:"browser"` // hash of the nonce of the browser that Kratos sent here
	ExpiresAt time.Time `json:"exp"`
}

// interactionLifetime limits how long a sign-in may take; Kratos' own flows live for an hour by default.
const interactionLifetime = 30 * time.Minute

// SealInteraction binds a checked request to the browser that sent it, so that an attacker cannot direct another user's
// sign-in to their own Kratos flow.
func (p *Provider) SealInteraction(request *Authorization, browserNonce string) (string, error) {
	hash := sha256.Sum256([]byte(browserNonce))
	plain, err := json.Marshal(interaction{*request, hash[:], p.cfg.Now().UTC().Add(interactionLifetime)})
	if err != nil {
		return "", err
	}
	return p.seal.SealToken(kindInteraction, plain), nil
}

// OpenInteraction returns the request if the browser is the same and the interaction has not expired. Otherwise it
// returns fault.ErrCeremonyInvalid or fault.ErrCeremonyExpired.
func (p *Provider) OpenInteraction(token, browserNonce string) (*Authorization, error) {
	plain, err := p.seal.OpenToken(kindInteraction, token)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fault.ErrCeremonyInvalid, err)
	}
	i := new(interaction)
	if err := json.Unmarshal(plain, i); err != nil {
		return nil, fmt.Errorf("%w: %w", fault.ErrCeremonyInvalid, err)
	}
	hash := sha256.Sum256([]byte(browserNonce))
	switch {
	case subtle.ConstantTimeCompare(hash[:], i.Browser) != 1:
		return nil, fmt.Errorf("%w: begun in another browser", fault.ErrCeremonyInvalid)
	case !p.cfg.Now().Before(i.ExpiresAt):
		return nil, fault.ErrCeremonyExpired
	case p.cfg.Client == nil || !slices.Contains(p.cfg.Client.RedirectURIs, i.RedirectURI):
		return nil, fmt.Errorf("%w: for an address that is no longer the client's", fault.ErrCeremonyInvalid)
	}
	return &i.Authorization, nil
}

// Declined returns the address that tells the client that the user did not sign in. What was demanded of the login may be why.
func (p *Provider) Declined(request *Authorization) string {
	if request.RequiresUV {
		return p.Denied(request, errUnmet)
	}
	return p.Denied(request, &Fault{Code: "access_denied", Description: "the user chose another way to sign in"})
}

// Denied returns the address that tells the client that the request is faulty.
func (p *Provider) Denied(request *Authorization, fault *Fault) string {
	return p.redirect(request, url.Values{"error": {fault.Code}, "error_description": {fault.Description}})
}

// redirect builds the address at Kratos. iss prevents mix-up with another provider's response (RFC 9207).
func (p *Provider) redirect(request *Authorization, values url.Values) string {
	if request.State != "" {
		values.Set("state", request.State)
	}
	values.Set("iss", p.cfg.Issuer)
	return request.RedirectURI + "?" + values.Encode()
}

func printable(name string) string {
	if len(name) > 32 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "(unprintable)"
	}
	return name
}
