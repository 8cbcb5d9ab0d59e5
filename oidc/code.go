package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/webauthnsvc"
)

// codeLifetime is how long Kratos has to redeem a code. It does so in the same moment.
const codeLifetime = 60 * time.Second

const kindCode = "oauth code"

// code is what travels sealed through the browser; only its once-only mark is ever stored.
type code struct {
	ID            string    `json:"jti"`
	Subject       uuid.UUID `json:"sub"`
	UserVerified  bool      `json:"uv"`
	AuthTime      time.Time `json:"auth_time"`
	Nonce         string    `json:"nonce,omitempty"`
	CodeChallenge string    `json:"challenge"`
	ClientID      string    `json:"client"`
	RedirectURI   string    `json:"redirect"`
	IssuedAt      time.Time `json:"iat"`
	ExpiresAt     time.Time `json:"exp"`
}

// IssueCode answers a checked request for a person who has signed in: it is the address at Kratos to go on to. The
// identity must have been linked before; the provider cannot know.
func (p *Provider) IssueCode(request *Authorization, who webauthnsvc.SignedIn) (redirectTo string, err error) {
	now := p.cfg.Now().UTC()
	plain, err := json.Marshal(code{
		ID:            rand.Text(),
		Subject:       who.IdentityID,
		UserVerified:  who.UserVerified,
		AuthTime:      who.At.UTC(),
		Nonce:         request.Nonce,
		CodeChallenge: request.CodeChallenge,
		ClientID:      p.cfg.Client.ID,
		RedirectURI:   p.cfg.Client.RedirectURI,
		IssuedAt:      now,
		ExpiresAt:     now.Add(codeLifetime),
	})
	if err != nil {
		return "", err
	}
	return p.redirect(url.Values{"code": {p.seal.SealToken(kindCode, plain)}}, request.State), nil
}

// CodeFor answers the authorization request behind an address, as Kratos hands it to whoever plays the browser. It
// makes the kratos room's CodeIssuer of the provider.
func (p *Provider) CodeFor(authorizeURL string, who webauthnsvc.SignedIn) (callbackURL string, err error) {
	address, query, _ := strings.Cut(authorizeURL, "?")
	if address != p.cfg.Issuer+authorizePath {
		return "", fmt.Errorf("%w: Kratos' provider is at %.200q, not at %q", ErrNotOurClient, address, p.cfg.Issuer+authorizePath)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", ErrNotOurClient
	}
	request, err := p.ParseAuthorization(values)
	if err != nil {
		return "", err
	}
	return p.IssueCode(request, who)
}

// maxClockAhead is how far ahead of ours the clock of the replica that issued a code may be.
const maxClockAhead = 30 * time.Second

var errInvalidGrant = &Fault{Code: "invalid_grant", Description: "the code is unknown, expired, used before, or for another client"}

// openCode opens a code and checks everything but that it is the first time.
func (p *Provider) openCode(token, redirectURI, verifier string) (*code, error) {
	plain, err := p.seal.OpenToken(kindCode, token)
	if err != nil {
		return nil, errInvalidGrant
	}
	c := new(code)
	if err := json.Unmarshal(plain, c); err != nil {
		return nil, errInvalidGrant
	}
	now := p.cfg.Now()
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	switch {
	case !now.Before(c.ExpiresAt), c.IssuedAt.After(now.Add(maxClockAhead)),
		c.ClientID != p.cfg.Client.ID, c.RedirectURI != redirectURI,
		subtle.ConstantTimeCompare([]byte(challenge), []byte(c.CodeChallenge)) != 1:
		return nil, errInvalidGrant
	}
	return c, nil
}

// spend makes sure that it is the first time, on all replicas. A second time is recorded: somebody has the code who
// should not.
func (p *Provider) spend(ctx context.Context, c *code, event Events) error {
	mark := store.Challenge{Hash: sha256.Sum256([]byte(kindCode + c.ID)), ExpiresAt: c.ExpiresAt}
	err := p.records.SpendChallenge(ctx, mark, event("oidc.code_redeemed", c.Subject))
	reused := errors.Is(err, store.ChallengeSpent)
	if reused {
		err = p.records.RecordEvent(ctx, event("oidc.code_reused", c.Subject))
	}
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", webauthnsvc.ErrStoreUnavailable, err)
	case reused:
		return errInvalidGrant
	}
	return nil
}
