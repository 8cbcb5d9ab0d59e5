package oidc_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/fault"
	"latchkey/oidc"
	"latchkey/webauthnsvc"
)

func TestAuthorizationRequests(t *testing.T) {
	r := newReplica(t, newRecords(t))
	repeated := func(name, value string) url.Values {
		query := authorization()
		query.Add(name, value)
		return query
	}
	const notOurs = "not our client"
	for name, test := range map[string]struct {
		query url.Values
		fault string // "" if the request is valid
	}{
		"good":                     {authorization(), ""},
		"with nonce and prompt":    {authorization("nonce", "n", "prompt", "login"), ""},
		"more scopes":              {authorization("scope", "profile openid email"), ""},
		"response_mode query":      {authorization("response_mode", "query"), ""},
		"unknown parameter":        {authorization("ui_locales", "de"), ""},
		"longest state":            {authorization("state", strings.Repeat("s", 4096)), ""},
		"no state":                 {authorization("state", ""), ""},
		"wrong client":             {authorization("client_id", "kratos2"), notOurs},
		"client in other case":     {authorization("client_id", "Kratos"), notOurs},
		"no client":                {authorization("client_id", ""), notOurs},
		"client twice":             {repeated("client_id", clientID), notOurs},
		"no redirect_uri":          {authorization("redirect_uri", ""), notOurs},
		"redirect_uri twice":       {repeated("redirect_uri", redirect), notOurs},
		"redirect_uri elsewhere":   {authorization("redirect_uri", "https://evil.example/"), notOurs},
		"redirect_uri longer":      {authorization("redirect_uri", redirect+"/x"), notOurs},
		"redirect_uri with slash":  {authorization("redirect_uri", redirect+"/"), notOurs},
		"redirect_uri with query":  {authorization("redirect_uri", redirect+"?x=1"), notOurs},
		"redirect_uri fragment":    {authorization("redirect_uri", redirect+"#x"), notOurs},
		"redirect_uri dots":        {authorization("redirect_uri", redirect+"/../passkey"), notOurs},
		"redirect_uri of force":    {authorization("redirect_uri", redirects[1]), ""},
		"redirect_uri of another":  {authorization("redirect_uri", redirects[1]+"/other"), notOurs},
		"redirect_uri case":        {authorization("redirect_uri", strings.Replace(redirect, "id.", "ID.", 1)), notOurs},
		"redirect_uri http":        {authorization("redirect_uri", strings.Replace(redirect, "https", "http", 1)), notOurs},
		"redirect_uri port":        {authorization("redirect_uri", strings.Replace(redirect, ".com", ".com:443", 1)), notOurs},
		"redirect_uri userinfo":    {authorization("redirect_uri", strings.Replace(redirect, "//", "//a@", 1)), notOurs},
		"redirect_uri cut":         {authorization("redirect_uri", redirect[:len(redirect)-1]), notOurs},
		"state twice":              {repeated("state", "other"), "invalid_request"},
		"challenge twice":          {repeated("code_challenge", challenge), "invalid_request"},
		"unknown one twice":        {url.Values(merge(authorization(), "x", "1", "2")), "invalid_request"},
		"state too long":           {authorization("state", strings.Repeat("s", 4097)), "invalid_request"},
		"nonce too long":           {authorization("nonce", strings.Repeat("n", 257)), "invalid_request"},
		"implicit":                 {authorization("response_type", "id_token"), "unsupported_response_type"},
		"hybrid":                   {authorization("response_type", "code id_token"), "unsupported_response_type"},
		"no response_type":         {authorization("response_type", ""), "unsupported_response_type"},
		"form_post":                {authorization("response_mode", "form_post"), "invalid_request"},
		"fragment":                 {authorization("response_mode", "fragment"), "invalid_request"},
		"no scope":                 {authorization("scope", ""), "invalid_scope"},
		"scope without openid":     {authorization("scope", "openidx profile"), "invalid_scope"},
		"no PKCE":                  {authorization("code_challenge", "", "code_challenge_method", ""), "invalid_request"},
		"PKCE without method":      {authorization("code_challenge_method", ""), "invalid_request"},
		"plain PKCE":               {authorization("code_challenge_method", "plain"), "invalid_request"},
		"short challenge":          {authorization("code_challenge", challenge[1:]), "invalid_request"},
		"request object":           {authorization("request", "eyJhbGciOiJub25lIn0.e30."), "request_not_supported"},
		"request by reference":     {authorization("request_uri", "https://evil.example/r"), "request_not_supported"},
		"prompt=none":              {authorization("prompt", "none"), "login_required"},
		"prompt=none and login":    {authorization("prompt", "none login"), "invalid_request"},
		"two prompts":              {authorization("prompt", "login select_account"), ""},
		"prompt=consent":           {authorization("prompt", "consent"), ""},
		"unknown prompt":           {authorization("prompt", "create"), "invalid_request"},
		"max_age":                  {authorization("max_age", "300"), ""},
		"max_age=0":                {authorization("max_age", "0"), ""},
		"max_age, huge":            {authorization("max_age", strings.Repeat("9", 18)), ""},
		"max_age, overflowing":     {authorization("max_age", strings.Repeat("9", 19)), "invalid_request"},
		"max_age, negative":        {authorization("max_age", "-1"), "invalid_request"},
		"max_age, a fraction":      {authorization("max_age", "1.5"), "invalid_request"},
		"max_age, empty":           {url.Values(merge(authorization(), "max_age", "")), "invalid_request"},
		"max_age twice":            {url.Values(merge(authorization(), "max_age", "1", "1")), "invalid_request"},
		"a known acr":              {authorization("acr_values", webauthnsvc.ACRPasskey), ""},
		"a known acr among others": {authorization("acr_values", "urn:other "+webauthnsvc.ACRPasskey), ""},
		"unknown acr values":       {authorization("acr_values", "urn:other aal2"), "unmet_authentication_requirements"},
		"acr in other case":        {authorization("acr_values", strings.ToUpper(webauthnsvc.ACRPasskey)), "unmet_authentication_requirements"},
	} {
		t.Run(name, func(t *testing.T) {
			request, err := r.ParseAuthorization(test.query)
			var fault *oidc.Fault
			switch {
			case test.fault == notOurs:
				if !errors.Is(err, oidc.ErrNotOurClient) {
					t.Errorf("got %v, want oidc.ErrNotOurClient", err)
				}
			case test.fault != "":
				if !errors.As(err, &fault) || fault.Code != test.fault {
					t.Errorf("got %v, want %s", err, test.fault)
				}
			case err != nil:
				t.Error(err)
			case request.State != test.query.Get("state") || request.Nonce != test.query.Get("nonce") ||
				request.CodeChallenge != challenge || request.RedirectURI != test.query.Get("redirect_uri") || request.Prompt != test.query.Get("prompt"):
				t.Errorf("got %+v, want state, nonce, challenge and prompt of %v", request, test.query)
			}
		})
	}
}

func merge(query url.Values, name string, values ...string) url.Values {
	query[name] = values
	return query
}

// A hostile parameter name must not reach the description, which becomes part of an address.
func TestFaultsOmitHostileNames(t *testing.T) {
	r := newReplica(t, newRecords(t))
	_, err := r.ParseAuthorization(merge(authorization(), "<script>\r\nSet-Cookie", "1", "2"))
	if err == nil || strings.ContainsAny(err.Error(), "<\r\n") {
		t.Errorf("got %q, want an error without markup and line breaks", err)
	}
}

func TestDeniedReturnsToKratos(t *testing.T) {
	r := newReplica(t, newRecords(t))
	address, err := url.Parse(r.Denied(&oidc.Authorization{RedirectURI: redirect, State: "a&b=c"}, &oidc.Fault{Code: "access_denied", Description: "no"}))
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	address.RawQuery = ""
	if address.String() != redirect || query.Get("state") != "a&b=c" || query.Get("error") != "access_denied" || query.Get("iss") != issuer || query.Has("code") {
		t.Errorf("got %s with %v, want %s with state, access_denied and issuer, and no code", address, query, redirect)
	}
}

func TestInteractionIsBoundToItsBrowser(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	request, err := r.ParseAuthorization(authorization("nonce", "n"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := r.SealInteraction(request, "browser")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := other.OpenInteraction(token, "browser")
	if err != nil || *opened != *request {
		t.Errorf("got %+v, %v, want %+v", opened, err, request)
	}
	for _, nonce := range []string{"", "Browser", "browser2", "another"} {
		if _, err := other.OpenInteraction(token, nonce); !errors.Is(err, fault.ErrCeremonyInvalid) {
			t.Errorf("browser %q: got %v, want %v", nonce, err, fault.ErrCeremonyInvalid)
		}
	}
	for _, forged := range []string{"", "x", token[:len(token)-1], token + "A", r.codeFor(t, ada)} {
		if _, err := other.OpenInteraction(forged, "browser"); !errors.Is(err, fault.ErrCeremonyInvalid) {
			t.Errorf("%.20q: got %v, want %v", forged, err, fault.ErrCeremonyInvalid)
		}
	}
	other.clock.advance(30*time.Minute - time.Second)
	if _, err := other.OpenInteraction(token, "browser"); err != nil {
		t.Errorf("in time: %v", err)
	}
	other.clock.advance(time.Second)
	if _, err := other.OpenInteraction(token, "browser"); !errors.Is(err, fault.ErrCeremonyExpired) {
		t.Errorf("too late: got %v, want %v", err, fault.ErrCeremonyExpired)
	}
}

// A code goes to the address that its request named, directly or after an interaction, and is redeemed for that one only.
func TestCodesGoWhereTheRequestSays(t *testing.T) {
	if got := oidc.Callbacks("https://id.example.com/", "passkey"); !slices.Equal(got, redirects) {
		t.Fatalf("callbacks %q", got)
	}
	records := newRecords(t)
	r := newReplica(t, records)
	onlyFirst := newReplicaWith(t, records, func(cfg *oidc.Config) { cfg.Client.RedirectURIs = redirects[:1] })
	for i, address := range redirects {
		query := authorization("redirect_uri", address)
		direct, err := r.CodeForRequest(issuer+"/oauth2/authorize?"+query.Encode(), ada)
		if err != nil {
			t.Fatal(err)
		}
		request, err := r.ParseAuthorization(query)
		if err != nil {
			t.Fatal(err)
		}
		token, err := r.SealInteraction(request, "browser")
		if err != nil {
			t.Fatal(err)
		}
		signedIn, err := r.CodeForInteraction(token, "browser", ada)
		if err != nil {
			t.Fatal(err)
		}
		for _, made := range []webauthnsvc.Code{direct, signedIn} {
			if !strings.HasPrefix(made.RedirectTo, address+"?") || made.Row.RedirectURI != address {
				t.Errorf("the code for %s goes to %s, row %s", address, made.RedirectTo, made.Row.RedirectURI)
			}
		}
		asked := tokenRequest(r.commit(t, direct), "redirect_uri", redirects[1-i])
		if _, err := r.Redeem(t.Context(), asked, events); err == nil {
			t.Errorf("a code for %s was redeemed with %s", address, redirects[1-i])
		}
		asked = tokenRequest(r.commit(t, signedIn), "redirect_uri", address)
		if _, err := r.Redeem(t.Context(), asked, events); err != nil {
			t.Errorf("a code for %s: %v", address, err)
		}
		if _, err := onlyFirst.OpenInteraction(token, "browser"); (i == 0) != (err == nil) || (i == 1 && !errors.Is(err, fault.ErrCeremonyInvalid)) {
			t.Errorf("an interaction for %s, once only the first is the client's: %v", address, err)
		}
	}
}
