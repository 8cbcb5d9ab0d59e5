package oidc

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/webauthnsvc"
)

// A code is 256 random bits, and its row contains their hash. So neither a copy of the database nor the secrets that
// seal ceremonies are enough to make a code, and a code ends with the passkey that it belongs to.

// codeLifetime limits the time that Kratos has to redeem a code, which it does at once.
const codeLifetime = 30 * time.Second

var _ webauthnsvc.Codes = (*Provider)(nil)

// CodeForInteraction implements webauthnsvc.Codes.
func (p *Provider) CodeForInteraction(interaction, browserNonce string, who webauthnsvc.SignedIn) (webauthnsvc.Code, error) {
	request, err := p.OpenInteraction(interaction, browserNonce)
	if err != nil {
		return webauthnsvc.Code{}, err
	}
	return p.newCode(request, who)
}

// CodeForRequest implements webauthnsvc.Codes. It returns ErrNotOurClient if Kratos' provider is another one, or a
// *Fault.
func (p *Provider) CodeForRequest(authorizeURL string, who webauthnsvc.SignedIn) (webauthnsvc.Code, error) {
	address, query, _ := strings.Cut(authorizeURL, "?")
	if address != p.cfg.Issuer+authorizePath {
		return webauthnsvc.Code{}, fmt.Errorf("%w: Kratos' provider is at %.200q, not at %q", ErrNotOurClient, address, p.cfg.Issuer+authorizePath)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return webauthnsvc.Code{}, ErrNotOurClient
	}
	request, err := p.ParseAuthorization(values)
	if err != nil {
		return webauthnsvc.Code{}, err
	}
	return p.newCode(request, who)
}

// newCode makes the code that answers a checked request, or a *webauthnsvc.Refusal if the login has none of the requested
// acr_values. The identity must already be linked at Kratos; the provider cannot check that.
func (p *Provider) newCode(request *Authorization, who webauthnsvc.SignedIn) (webauthnsvc.Code, error) {
	if request.RequiresUV && !(who.UserVerified && p.cfg.UVIsAAL2) {
		return webauthnsvc.Code{}, &webauthnsvc.Refusal{Reason: webauthnsvc.ReasonUserVerificationMissing}
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	code := base64.RawURLEncoding.EncodeToString(random)
	return webauthnsvc.Code{
		Row: store.AuthorizationCode{
			Hash:          sha256.Sum256([]byte(code)),
			IdentityID:    who.IdentityID,
			PasskeyID:     who.PasskeyID,
			UserVerified:  who.UserVerified,
			ClientID:      p.cfg.Client.ID,
			RedirectURI:   request.RedirectURI,
			CodeChallenge: request.CodeChallenge,
			Nonce:         request.Nonce,
			At:            who.At.UTC(),
			ExpiresAt:     p.cfg.Now().UTC().Add(codeLifetime),
		},
		RedirectTo: p.redirect(request, url.Values{"code": {code}}),
	}, nil
}
