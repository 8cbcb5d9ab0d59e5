package oidc_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/oidc"
)

// wantFault fails unless the error is that one of OAuth's.
func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	var fault *oidc.Fault
	if !errors.As(err, &fault) || fault.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// What does not fit is refused and does not spend the code: who has only half of it cannot ruin it for Kratos.
func TestCodeIsBound(t *testing.T) {
	records := newRecords(t)
	r := newReplica(t, records)
	code := r.codeFor(t, ada)
	wrong := func(id, secret string) oidc.TokenRequest {
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
		"wrong client":       {wrong("kratos2", secret), "invalid_client"},
		"wrong secret":       {wrong(clientID, secret+"x"), "invalid_client"},
		"no secret":          {wrong(clientID, ""), "invalid_client"},
		"nobody":             {wrong("", ""), "invalid_client"},
		"wrong redirect_uri": {tokenRequest(code, "redirect_uri", redirect+"/"), "invalid_grant"},
		"no redirect_uri":    {tokenRequest(code, "redirect_uri", ""), "invalid_grant"},
		"wrong verifier":     {tokenRequest(code, "code_verifier", verifier+"x"), "invalid_grant"},
		"no verifier":        {tokenRequest(code, "code_verifier", ""), "invalid_grant"},
		"challenge instead":  {tokenRequest(code, "code_verifier", challenge), "invalid_grant"},
		"no code":            {tokenRequest(""), "invalid_grant"},
		"refresh":            {tokenRequest(code, "grant_type", "refresh_token"), "unsupported_grant_type"},
		"no grant type":      {tokenRequest(code, "grant_type", ""), "unsupported_grant_type"},
		"code twice":         {repeated, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Redeem(t.Context(), test.request, event)
			wantFault(t, err, test.fault)
		})
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(code), event); err != nil {
		t.Errorf("afterwards the code is ruined: %v", err)
	}
	if got := eventsOf(t, records, "oidc.code_redeemed"); got != 1 {
		t.Errorf("%d events", got)
	}
}

func TestCodeOutlivesNoSecret(t *testing.T) {
	records := newRecords(t)
	code := newReplica(t, records).codeFor(t, ada)
	_, err := newReplica(t, records, secondSecret).Redeem(t.Context(), tokenRequest(code), event)
	wantFault(t, err, "invalid_grant")
}

func TestCodeExpires(t *testing.T) {
	for _, test := range []struct {
		skew time.Duration // of the redeeming replica
		ok   bool
	}{{0, true}, {60*time.Second - 1, true}, {60 * time.Second, false}, {time.Hour, false}, {-30 * time.Second, true}, {-31 * time.Second, false}} {
		records := newRecords(t)
		r, other := newReplica(t, records), newReplica(t, records)
		other.clock.advance(test.skew)
		_, err := other.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), event)
		if test.ok && err != nil {
			t.Errorf("%s: %v", test.skew, err)
		} else if !test.ok {
			wantFault(t, err, "invalid_grant")
		}
	}
}

func TestCodeReuseIsRefusedAndRecorded(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	code := r.codeFor(t, ada)
	if _, err := r.Redeem(t.Context(), tokenRequest(code), event); err != nil {
		t.Fatal(err)
	}
	_, err := other.Redeem(t.Context(), tokenRequest(code), event)
	wantFault(t, err, "invalid_grant")
	if redeemed, reused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_reused"); redeemed != 1 || reused != 1 {
		t.Errorf("%d redeemed and %d reused", redeemed, reused)
	}
	// A thief without the verifier learns and records nothing.
	_, err = other.Redeem(t.Context(), tokenRequest(code, "code_verifier", "x"), event)
	wantFault(t, err, "invalid_grant")
	if got := eventsOf(t, records, "oidc.code_reused"); got != 1 {
		t.Errorf("%d reused", got)
	}
}

func TestParallelRedemptionsHaveOneWinner(t *testing.T) {
	records := newRecords(t)
	replicas := []*replica{newReplica(t, records), newReplica(t, records)}
	code := replicas[0].codeFor(t, ada)
	errs := make([]error, 50)
	begin := make(chan struct{})
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			<-begin
			_, errs[i] = replicas[i%2].Redeem(t.Context(), tokenRequest(code), event)
		})
	}
	close(begin)
	wait.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			wantFault(t, err, "invalid_grant")
		}
	}
	if redeemed, reused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_reused"); winners != 1 || redeemed != 1 || reused != 49 {
		t.Errorf("%d winners, %d redeemed, %d reused", winners, redeemed, reused)
	}
}

// No change to a code leaves it one, so nobody makes another person's of it.
func TestCodeIsNotToBeTamperedWith(t *testing.T) {
	r := newReplica(t, newRecords(t))
	code := r.codeFor(t, ada)
	raw, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		for _, bit := range []byte{0x01, 0x80} {
			raw[i] ^= bit
			_, err := r.Redeem(t.Context(), tokenRequest(base64.RawURLEncoding.EncodeToString(raw)), event)
			wantFault(t, err, "invalid_grant")
			raw[i] ^= bit
		}
	}
	interaction, err := r.SealInteraction(&oidc.Authorization{CodeChallenge: challenge}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, forged := range []string{code[:len(code)-1], code + "A", code + "=", code[:9] + "\n" + code[9:], interaction} {
		_, err := r.Redeem(t.Context(), tokenRequest(forged), event)
		wantFault(t, err, "invalid_grant")
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(code), event); err != nil {
		t.Error(err)
	}
}

// CodeFor answers the very address that Kratos would send a browser to, and no other.
func TestCodeForTheAddressOfKratos(t *testing.T) {
	r := newReplica(t, newRecords(t))
	at := issuer + "/oauth2/authorize?"
	address, err := r.CodeFor(at+authorization().Encode(), ada)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	if !strings.HasPrefix(address, redirect+"?") || query.Get("state") != "state of Kratos" || query.Get("iss") != issuer {
		t.Errorf("got %s", address)
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(query.Get("code")), event); err != nil {
		t.Error(err)
	}
	for _, elsewhere := range []string{
		"https://evil.example/oauth2/authorize?" + authorization().Encode(),
		issuer + "/oauth2/authorize/?" + authorization().Encode(),
		issuer + ".evil.example/oauth2/authorize?" + authorization().Encode(),
		at + authorization("client_id", "x").Encode(),
		at + "%zz",
	} {
		if _, err := r.CodeFor(elsewhere, ada); !errors.Is(err, oidc.ErrNotOurClient) {
			t.Errorf("%s: got %v", elsewhere, err)
		}
	}
}
