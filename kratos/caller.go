package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"latchkey/account"
	"latchkey/fault"
)

// maxCookies limits the session cookies of one request that are checked, each with a call to Kratos.
const maxCookies = 4

// SessionOf checks the session of the request's sender: of the one credential that counts, or of several session
// cookies. It returns the errors of Session, and ErrCookieConflict.
func (c *Client) SessionOf(r *http.Request) (account.Session, error) {
	return chooseSession(c.credentialsFrom(r), func(credential Credential) (account.Session, error) {
		return c.Session(r.Context(), credential)
	})
}

// chooseSession checks each candidate in turn. Those that Kratos rejects do not count. Of several sessions of one user
// it returns the first. Sessions of different users are a conflict: someone else set one of the cookies, and it is
// unknown which. A session that Kratos requires at aal2 is a conflict next to another one, because Kratos does not say
// whose it is; so are more cookies than are checked.
func chooseSession(candidates []Credential, ask func(Credential) (account.Session, error)) (account.Session, error) {
	if len(candidates) > maxCookies {
		return account.Session{}, fmt.Errorf("%w: %d session cookies", fault.ErrCookieConflict, len(candidates))
	}
	var valid []account.Session
	var refusals []error
	for _, candidate := range candidates {
		session, err := ask(candidate)
		var aal2 *account.AAL2Required
		switch {
		case err == nil:
			valid = append(valid, session)
		case errors.As(err, &aal2):
			refusals = append(refusals, err)
		case !errors.Is(err, fault.ErrUnauthenticated):
			return account.Session{}, err
		}
	}
	switch {
	case len(valid)+len(refusals) == 0:
		return account.Session{}, fault.ErrUnauthenticated
	case len(valid) == 0:
		return account.Session{}, refusals[0]
	case len(refusals) > 0:
		return account.Session{}, fmt.Errorf("%w: the owner of one is unknown", fault.ErrCookieConflict)
	}
	for _, other := range valid[1:] {
		if other.Identity.ID != valid[0].Identity.ID {
			return account.Session{}, fault.ErrCookieConflict
		}
	}
	return valid[0], nil
}

// UsesCookie reports whether the credential that counts is the cookie, which browsers also send with cross-site
// requests.
func (c *Client) UsesCookie(r *http.Request) bool {
	kind, _ := c.present(r)
	return kind == Cookie
}

// CachedSessionOf is SessionOf with Config.SessionCache, for forward-auth, where a proxy asks in every request. cached
// reports that Kratos was not asked about every candidate: a session that was just revoked may still be returned, and
// one that was just raised to aal2 may still be at aal1. No change may depend on it.
func (c *Client) CachedSessionOf(r *http.Request) (session account.Session, cached bool, err error) {
	session, err = chooseSession(c.credentialsFrom(r), func(credential Credential) (account.Session, error) {
		session, known, err := c.cachedSession(r.Context(), credential)
		cached = cached || known
		return session, err
	})
	return session, cached, err
}

func (c *Client) cachedSession(ctx context.Context, credential Credential) (session account.Session, cached bool, err error) {
	key := credential.key()
	asked := time.Now()
	if session, cached = c.cache.get(key, asked); cached {
		return c.withOffer(session, credential), true, nil
	}
	session, err = c.Session(ctx, credential)
	if err == nil {
		c.cache.put(key, session, asked)
	}
	return session, false, err
}

// CredentialFrom returns the one credential of a request: X-Session-Token, else the session cookie, else Authorization:
// Bearer, in the same order as Kratos. Empty ones count as absent. It returns false if there is none, or if the one
// that counts cannot come from Kratos (over 8 KiB, control characters): then the request is unauthenticated, without a
// call to Kratos. Of several session cookies it returns the first; SessionOf checks all of them.
func (c *Client) CredentialFrom(r *http.Request) (Credential, bool) {
	if candidates := c.credentialsFrom(r); len(candidates) > 0 {
		return candidates[0], true
	}
	return Credential{}, false
}

// credentialsFrom is CredentialFrom with every session cookie. Browsers send several of one name if they were set for
// several domains or paths, which any page of a neighbouring host can do. Equal values count once.
func (c *Client) credentialsFrom(r *http.Request) []Credential {
	kind, values := c.present(r)
	var candidates []Credential
	for i, value := range values {
		if len(value) <= maxCredential && !strings.ContainsFunc(value, isControl) && !slices.Contains(values[:i], value) {
			candidates = append(candidates, Credential{Kind: kind, value: &value})
		}
	}
	return candidates
}

// present returns the kind that counts and its values; only cookies can have more than one.
func (c *Client) present(r *http.Request) (kind CredentialKind, values []string) {
	for _, value := range r.Header.Values("X-Session-Token") {
		if value = strings.TrimSpace(value); value != "" {
			return Token, []string{value}
		}
	}
	for _, cookie := range r.CookiesNamed(c.cookie) {
		if cookie.Value != "" {
			values = append(values, cookie.Value)
		}
	}
	if len(values) > 0 {
		return Cookie, values
	}
	for _, header := range r.Header.Values("Authorization") {
		scheme, value, _ := strings.Cut(strings.TrimSpace(header), " ")
		if value = strings.TrimSpace(value); strings.EqualFold(scheme, "Bearer") && value != "" {
			return Bearer, []string{value}
		}
	}
	return "", nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

// maxCredential limits the size of a credential that is sent to Kratos, in bytes. Kratos' cookies and tokens are far
// smaller.
const maxCredential = 8 << 10
