package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// maxCookies limits the session cookies of one request that are checked, each with a call to Kratos. Browsers keep one
// for each domain and path, so there are few unless another host has set them on purpose.
const maxCookies = 8

// SessionOf checks the session of the request's sender: of the first credential that Kratos accepts. It returns the
// errors of Session, fault.ErrCookieConflict, and fault.ErrIdentityInactive. If the traits of the owner have no name, a
// call of the admin API finds out what the owner signs in with.
func (c *Client) SessionOf(r *http.Request) (account.Session, error) {
	unnamed := map[uuid.UUID]bool{}
	found, _, err := chooseSession(c.credentialsFrom(r), func(credential Credential) (account.Session, error) {
		received, found, err := c.fetchSession(r.Context(), credential)
		unnamed[found.ID] = err == nil && !c.naming.Fits(received.Identity.Traits)
		return found, err
	})
	if err == nil && unnamed[found.ID] {
		c.nameOwner(r.Context(), &found.Identity)
	}
	return found, err
}

// nameOwner takes the names of an identity from the admin API, which also returns what it signs in with. If the call fails,
// the names stay: they are only displayed.
func (c *Client) nameOwner(ctx context.Context, owner *account.Identity) {
	if found, err := c.Identity(ctx, owner.ID); err == nil {
		owner.Login, owner.DisplayName = found.Login, found.DisplayName
	}
}

// chooseSession checks each candidate in turn. Those that Kratos rejects do not count. Of several sessions of one user
// it returns the first, with the index of its candidate. Sessions of different users are a conflict: someone else set
// one of the cookies, and it is unknown which. A session that Kratos requires at aal2 is a conflict next to another one,
// because Kratos does not say whose it is; so are more cookies than are checked. The Bearer token behind cookies counts
// only if Kratos rejects all of them.
func chooseSession(candidates []Credential, ask func(Credential) (account.Session, error)) (account.Session, int, error) {
	if cookies := cookiesAmong(candidates); cookies > maxCookies {
		return account.Session{}, 0, fmt.Errorf("%w: %d session cookies", fault.ErrCookieConflict, cookies)
	}
	var valid []account.Session
	var refusals []error
	chosen := 0
	for i, candidate := range candidates {
		if candidate.Kind == Bearer && len(valid)+len(refusals) > 0 {
			break
		}
		session, err := ask(candidate)
		var aal2 *account.AAL2Required
		switch {
		case err == nil:
			if len(valid) == 0 {
				chosen = i
			}
			valid = append(valid, session)
		case errors.As(err, &aal2):
			refusals = append(refusals, err)
		case !errors.Is(err, fault.ErrUnauthenticated):
			return account.Session{}, 0, err
		}
	}
	session, err := only(valid, refusals)
	return session, chosen, err
}

func cookiesAmong(candidates []Credential) (n int) {
	for _, candidate := range candidates {
		if candidate.Kind == Cookie {
			n++
		}
	}
	return n
}

// only returns the first of the accepted sessions, if all are of one user whose identity is active.
func only(valid []account.Session, refusals []error) (account.Session, error) {
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
	if !valid[0].Identity.Active {
		return account.Session{}, fault.ErrIdentityInactive
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
// reports that Kratos was not asked: a session that was just revoked may still be returned, and one that was just raised
// to aal2 may still be at aal1. No change may depend on it. The cache keeps the session of all credentials of a request
// together, so a dead cookie beside a live one costs no calls either. The names are those of Session.
func (c *Client) CachedSessionOf(r *http.Request) (session account.Session, cached bool, err error) {
	candidates := c.credentialsFrom(r)
	key, asked := keyOf(candidates), time.Now()
	if session, chosen, ok := c.cache.Get(key, asked); ok {
		return c.withOffer(session, candidates[chosen]), true, nil
	}
	session, chosen, err := chooseSession(candidates, func(credential Credential) (account.Session, error) {
		return c.Session(r.Context(), credential)
	})
	if err == nil {
		c.cache.Put(key, session, chosen, asked)
	}
	return session, false, err
}

// CredentialFrom returns the first credential of a request: X-Session-Token, else the session cookie, else
// Authorization: Bearer, in the same order as Kratos. Empty ones count as absent. It returns false if there is none, or
// if the one that counts cannot come from Kratos (over 8 KiB, control characters): then the request is unauthenticated,
// without a call to Kratos. SessionOf checks the others as well.
func (c *Client) CredentialFrom(r *http.Request) (Credential, bool) {
	if candidates := c.credentialsFrom(r); len(candidates) > 0 {
		return candidates[0], true
	}
	return Credential{}, false
}

// credentialsFrom is CredentialFrom with every session cookie, and with the Bearer token behind them. Browsers send
// several cookies of one name if they were set for several domains or paths, which any page of a neighbouring host can
// do. Equal values count once. X-Session-Token stands alone: its sender has chosen it.
func (c *Client) credentialsFrom(r *http.Request) []Credential {
	kind, values := c.present(r)
	candidates := usable(kind, values)
	if kind == Cookie {
		candidates = append(candidates, usable(Bearer, bearer(r))...)
	}
	return candidates
}

func usable(kind CredentialKind, values []string) (list []Credential) {
	for i, value := range values {
		if len(value) <= maxCredential && !strings.ContainsFunc(value, isControl) && !slices.Contains(values[:i], value) {
			list = append(list, Credential{Kind: kind, value: &value})
		}
	}
	return list
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
	return Bearer, bearer(r)
}

// bearer returns the token of Authorization: Bearer, if there is one.
func bearer(r *http.Request) []string {
	for _, header := range r.Header.Values("Authorization") {
		scheme, value, _ := strings.Cut(strings.TrimSpace(header), " ")
		if value = strings.TrimSpace(value); strings.EqualFold(scheme, "Bearer") && value != "" {
			return []string{value}
		}
	}
	return nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

// maxCredential limits the size of a credential that is sent to Kratos, in bytes. Kratos' cookies and tokens are far
// smaller.
const maxCredential = 8 << 10
