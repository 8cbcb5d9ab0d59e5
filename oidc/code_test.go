package oidc_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
)

// wantFault fails the test unless err is an OAuth error with that code.
func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	var fault *oidc.Fault
	if !errors.As(err, &fault) || fault.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// A mismatch is refused. A request that does not authenticate as the client leaves the code valid; the client itself
// has one attempt.
func TestCodeIsBound(t *testing.T) {
	records := newRecords(t)
	r := newReplica(t, records)
	code := r.codeFor(t, ada)
	with := func(id, secret string) oidc.TokenRequest {
		request := tokenRequest(code)
		request.ClientID, request.ClientSecret = id, secret
		return request
	}
	repeated := tokenRequest(code)
	repeated.Form.Add("code", code)
	for name, test := range map[string]struct {
		request oidc.TokenRequest
		fault   string
	}{
		"wrong client":  {with("kratos2", secret), "invalid_client"},
		"wrong secret":  {with(clientID, secret+"x"), "invalid_client"},
		"no secret":     {with(clientID, ""), "invalid_client"},
		"nobody":        {with("", ""), "invalid_client"},
		"no code":       {tokenRequest(""), "invalid_grant"},
		"refresh":       {tokenRequest(code, "grant_type", "refresh_token"), "unsupported_grant_type"},
		"no grant type": {tokenRequest(code, "grant_type", ""), "unsupported_grant_type"},
		"code twice":    {repeated, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Redeem(t.Context(), test.request, events)
			wantFault(t, err, test.fault)
		})
	}
	if refused := eventsOf(t, records, "oidc.code_refused"); refused != 1 {
		t.Errorf("%d refusals recorded, want only the one of the client itself", refused)
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(code), events); err != nil {
		t.Errorf("afterwards the code is invalid: %v", err)
	}
	for name, change := range map[string][2]string{
		"wrong redirect_uri": {"redirect_uri", redirect + "/"},
		"no redirect_uri":    {"redirect_uri", ""},
		"wrong verifier":     {"code_verifier", verifier + "x"},
		"no verifier":        {"code_verifier", ""},
		"challenge instead":  {"code_verifier", challenge},
	} {
		t.Run(name, func(t *testing.T) {
			code := r.codeFor(t, ada)
			for _, request := range []oidc.TokenRequest{tokenRequest(code, change[0], change[1]), tokenRequest(code)} {
				_, err := r.Redeem(t.Context(), request, events)
				wantFault(t, err, "invalid_grant")
			}
		})
	}
	if redeemed, refused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_refused"); redeemed != 1 || refused != 11 {
		t.Errorf("%d redeemed and %d refused", redeemed, refused)
	}
}

// A code stays valid if the database does not answer or the signing key cannot be read. Another secret matters to the
// signing key, not to a code.
func TestCodeSurvivesAnUnreadableKey(t *testing.T) {
	records := newRecords(t)
	r := newReplica(t, records)
	code := r.codeFor(t, ada)
	if err := r.Prepare(t.Context()); err != nil { // the key is sealed by the first secret
		t.Fatal(err)
	}
	if _, err := newReplica(t, records, secondSecret).Redeem(t.Context(), tokenRequest(code), events); err == nil {
		t.Fatal("redeemed without a key")
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(code), events); err != nil {
		t.Error(err)
	}
}

func TestCodeExpires(t *testing.T) {
	for _, test := range []struct {
		skew time.Duration // of the redeeming replica
		ok   bool
	}{{0, true}, {30*time.Second - 1, true}, {30 * time.Second, false}, {time.Hour, false}, {-30 * time.Second, true}} {
		records := newRecords(t)
		r, other := newReplica(t, records), newReplica(t, records)
		other.clock.advance(test.skew)
		_, err := other.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events)
		if test.ok && err != nil {
			t.Errorf("%s: %v", test.skew, err)
		} else if !test.ok {
			wantFault(t, err, "invalid_grant")
		}
	}
}

// What a passkey granted ends with it, codes in flight included.
func TestCodeEndsWithItsPasskey(t *testing.T) {
	for name, end := range map[string]func(store.Store) error{
		"suspended": func(records store.Store) error {
			_, err := records.SuspendPasskey(t.Context(), ada.PasskeyID, store.Ending{At: start, DueAt: start}, false, event("passkey.suspended", ada.IdentityID))
			return err
		},
		"removed": func(records store.Store) error {
			_, err := records.DeletePasskey(t.Context(), store.Removal{
				IdentityID: ada.IdentityID, PasskeyID: ada.PasskeyID, Ending: store.Ending{At: start, DueAt: start},
				Event: event("passkey.removed", ada.IdentityID),
			})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			records := newRecords(t)
			r := newReplica(t, records)
			code := r.codeFor(t, ada)
			if err := end(records); err != nil {
				t.Fatal(err)
			}
			_, err := r.Redeem(t.Context(), tokenRequest(code), events)
			wantFault(t, err, "invalid_grant")
			if redeemed, refused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_refused"); redeemed != 0 || refused != 1 {
				t.Errorf("%d redeemed and %d refused", redeemed, refused)
			}
		})
	}
}

// The secrets that seal ceremonies do not make a code: nothing sealed can be redeemed, and no token contains a code.
func TestSecretsMakeNoCode(t *testing.T) {
	records := newRecords(t)
	r := newReplica(t, records)
	registered(t, records, ada.IdentityID, ada.PasskeyID)
	attacker, err := seal.New([][]byte{firstSecret})
	if err != nil {
		t.Fatal(err)
	}
	// A code in the format from before codes were rows, and everything else that the secrets can seal.
	sealed, err := json.Marshal(map[string]any{
		"jti": "x", "sub": ada.IdentityID, "uv": true, "auth_time": start, "challenge": challenge, "client": clientID,
		"redirect": redirect, "iat": start, "exp": start.Add(time.Minute), "browser": []byte{},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"oauth code", "oauth interaction", "login", "step-up", ""} {
		_, err := r.Redeem(t.Context(), tokenRequest(attacker.SealToken(kind, sealed)), events)
		wantFault(t, err, "invalid_grant")
	}
	// An interaction that the attacker made is answered only by a login, whose commit stores the row.
	interaction, err := r.SealInteraction(&oidc.Authorization{RedirectURI: redirect, CodeChallenge: challenge}, "browser")
	if err != nil {
		t.Fatal(err)
	}
	made, err := r.CodeForInteraction(interaction, "browser", ada)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := url.Parse(made.RedirectTo)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Redeem(t.Context(), tokenRequest(answer.Query().Get("code")), events)
	wantFault(t, err, "invalid_grant")
}

// A code is 256 random bits, and its row does not reveal them.
func TestCodeIsRandom(t *testing.T) {
	r := newReplica(t, newRecords(t))
	seen := map[string]bool{}
	for range 100 {
		made, err := r.CodeForRequest(issuer+"/oauth2/authorize?"+authorization().Encode(), ada)
		if err != nil {
			t.Fatal(err)
		}
		address, err := url.Parse(made.RedirectTo)
		if err != nil {
			t.Fatal(err)
		}
		code := address.Query().Get("code")
		raw, err := base64.RawURLEncoding.DecodeString(code)
		if err != nil || len(raw) != 32 || seen[code] {
			t.Fatalf("%q: %v", code, err)
		}
		seen[code] = true
		if made.Row.Hash != sha256.Sum256([]byte(code)) || !made.Row.ExpiresAt.Equal(start.Add(30*time.Second)) {
			t.Errorf("row %+v", made.Row)
		}
	}
}

// CodeForRequest answers exactly the address to which Kratos would send a browser.
func TestCodeForTheAddressOfKratos(t *testing.T) {
	r := newReplica(t, newRecords(t))
	at := issuer + "/oauth2/authorize?"
	made, err := r.CodeForRequest(at+authorization().Encode(), ada)
	if err != nil {
		t.Fatal(err)
	}
	address := made.RedirectTo
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	if !strings.HasPrefix(address, redirect+"?") || query.Get("state") != "state of Kratos" || query.Get("iss") != issuer {
		t.Errorf("got %s, want %s with Kratos' state and the issuer", address, redirect)
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(r.commit(t, made)), events); err != nil {
		t.Error(err)
	}
	for _, elsewhere := range []string{
		"https://evil.example/oauth2/authorize?" + authorization().Encode(),
		issuer + "/oauth2/authorize/?" + authorization().Encode(),
		issuer + ".evil.example/oauth2/authorize?" + authorization().Encode(),
		at + authorization("client_id", "x").Encode(),
		at + "%zz",
	} {
		if _, err := r.CodeForRequest(elsewhere, ada); !errors.Is(err, oidc.ErrNotOurClient) {
			t.Errorf("%s: got %v, want %v", elsewhere, err, oidc.ErrNotOurClient)
		}
	}
}
