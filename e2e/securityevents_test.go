package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// vpn is a service that receives security event tokens. It verifies them by the keys that Latchkey publishes, and fails at the
// first try of each.
type vpn struct {
	issuer func() string

	mu       sync.Mutex
	steady   bool           // from now on it does not fail
	times    map[string]int // by jti
	accepted []securityEvent
	faults   []error
}

type securityEvent struct {
	Issuer   string `json:"iss"`
	Audience string `json:"aud"`
	ID       string `json:"jti"`
	Subject  struct {
		Format, Sub string
		User        struct{ Format, Iss, Sub string }
		Session     struct{ Format, ID string } // of Kratos
	} `json:"sub_id"`
	Events map[string]struct {
		CredentialType string `json:"credential_type"`
		ChangeType     string `json:"change_type"`
		Level          string `json:"current_level"`
		Initiator      string `json:"initiating_entity"`
	} `json:"events"`
}

func (v *vpn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event, err := v.verify(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	switch v.times[event.ID]++; {
	case err != nil:
		v.faults = append(v.faults, err)
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"err":"invalid_key"}`)
	case v.times[event.ID] == 1 && !v.steady:
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		if !slices.ContainsFunc(v.accepted, func(have securityEvent) bool { return have.ID == event.ID }) {
			v.accepted = append(v.accepted, event)
		}
		w.WriteHeader(http.StatusAccepted)
	}
}

func (v *vpn) verify(r *http.Request) (event securityEvent, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return event, err
	}
	if r.Header.Get("Content-Type") != "application/secevent+jwt" || r.Header.Get("Authorization") != "Bearer of-the-vpn" {
		return event, fmt.Errorf("headers %v", r.Header)
	}
	signed, err := jose.ParseSignedCompact(string(body), []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return event, err
	}
	response, err := http.Get(v.issuer() + "/.well-known/jwks.json")
	if err != nil {
		return event, err
	}
	defer response.Body.Close()
	var keys jose.JSONWebKeySet
	if err := json.NewDecoder(response.Body).Decode(&keys); err != nil {
		return event, err
	}
	header := signed.Signatures[0].Header
	if header.ExtraHeaders[jose.HeaderType] != "secevent+jwt" || len(keys.Key(header.KeyID)) != 1 {
		return event, fmt.Errorf("header %+v", header)
	}
	payload, err := signed.Verify(keys.Key(header.KeyID)[0])
	if err != nil {
		return event, err
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return event, err
	}
	if event.Issuer != v.issuer() || event.Audience != "https://vpn.example.com" || strings.Contains(string(payload), `"exp"`) || strings.Contains(string(payload), "@") {
		return event, errors.New(string(payload))
	}
	return event, nil
}

// about returns what was accepted about a user, each in a few words, in order of arrival.
func (v *vpn) about(identity string) (list []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, event := range v.accepted {
		if event.Subject.Sub != identity && event.Subject.User.Sub != identity {
			continue
		}
		for uri, e := range event.Events {
			of := "user"
			if event.Subject.Format == "complex" {
				of = "session"
			}
			list = append(list, strings.Join(strings.Fields(fmt.Sprintln(uri[strings.LastIndex(uri, "/")+1:], of, e.Initiator, e.CredentialType, e.ChangeType, e.Level)), " "))
		}
	}
	return list
}

// What happens to users' passkeys and sessions reaches another service as signed tokens, which it verifies by the keys that
// Latchkey publishes; also what happened right before the process was killed.
func TestSecurityEvents(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	service := &vpn{times: map[string]int{}}
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	authorization := filepath.Join(t.TempDir(), "authorization")
	must(t, os.WriteFile(authorization, []byte("Bearer of-the-vpn\n"), 0o600))
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{Binary: raced.path(t), Env: []string{
		"LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_TIMEOUT=5s",
		`LATCHKEY_NOTIFY_SETS=[{"name":"vpn","url":"` + server.URL + `","audience":"https://vpn.example.com","authorization_file":"` + authorization + `"}]`,
	}})
	service.issuer = func() string { return s.latchkey.PublicURL }

	ada, latchkey := s.app(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	first := latchkey.register(t, phone)
	latchkey.stepUp(t, phone)
	latchkey.register(t, webauthntest.New(s.latchkey.PublicURL))
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+first.ID.String()+"/revoke", map[string]any{"reason": "stolen by bob@example.com", "end_sessions": true}).want(t, http.StatusOK, nil)
	must(t, s.latchkey.Kill())
	// A claim of the killed process would end in 85 s.
	_, err := s.database(t).Exec(ctx, `UPDATE deliveries SET next_try_at = now() WHERE claim IS NOT NULL`)
	must(t, err)
	must(t, s.latchkey.Start(ctx))

	want := []string{
		"credential-change user user fido2-platform create", "assurance-level-change session user nist-aal2",
		"credential-change user user fido2-platform create", "credential-change user admin fido2-platform revoke", "session-revoked user admin",
	}
	eventuallyTold(t, func() bool { return len(service.about(ada.IdentityID.String())) >= len(want) })

	// The session of a login by passkey ends with the passkey.
	service.mu.Lock()
	service.steady = true
	service.mu.Unlock()
	bob, his := s.app(t)
	tablet := webauthntest.New(s.latchkey.PublicURL)
	second := his.register(t, tablet)
	var minted struct{ Session struct{ ID string } }
	s.anyone().loginWith(t, "token", tablet).want(t, http.StatusOK, &minted)
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+second.ID.String()+"/suspend", map[string]any{"reason": "found"}).want(t, http.StatusOK, nil)
	wantBob := []string{"credential-change user user fido2-platform create", "credential-change user admin fido2-platform revoke", "session-revoked session admin"}
	eventuallyTold(t, func() bool { return len(service.about(bob.IdentityID.String())) >= len(wantBob) })

	// An account that Kratos deactivates, activates again and deletes.
	eve, hers := s.app(t)
	hers.register(t, webauthntest.New(s.latchkey.PublicURL))
	must(t, s.kratos.SetState(ctx, eve.IdentityID, "inactive"))
	s.commandLine(t, nil, 0, "reconcile")
	must(t, s.kratos.SetState(ctx, eve.IdentityID, "active"))
	s.commandLine(t, nil, 0, "reconcile")
	must(t, s.kratos.DeleteIdentity(ctx, eve.IdentityID))
	s.commandLine(t, nil, 0, "reconcile")
	_, err = s.database(t).Exec(ctx, `UPDATE missing_identities SET since = since - interval '8 days' WHERE identity_id = $1`, eve.IdentityID)
	must(t, err)
	s.commandLine(t, nil, 0, "reconcile") // the grace period is over
	wantEve := []string{
		"credential-change user user fido2-platform create", "credential-change user system fido2 revoke", "session-revoked user system",
		"credential-change user system fido2 update", "session-revoked user system", "credential-change user system fido2 delete",
	}
	eventuallyTold(t, func() bool { return len(service.about(eve.IdentityID.String())) >= len(wantEve) })
	if got := service.about(eve.IdentityID.String()); !slices.Equal(got, wantEve) {
		t.Errorf("got  %q\nwant %q", got, wantEve)
	}
	if got := service.about(bob.IdentityID.String()); !slices.Equal(got, wantBob) {
		t.Errorf("got  %q\nwant %q", got, wantBob)
	}
	if got := service.about(ada.IdentityID.String()); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	service.mu.Lock()
	defer service.mu.Unlock()
	if last := service.accepted[len(want)+len(wantBob)-1]; last.Subject.Session.ID != minted.Session.ID || minted.Session.ID == "" {
		t.Errorf("the session is %+v, want %s", last.Subject, minted.Session.ID)
	}
	if len(service.faults) > 0 || len(service.times) != len(want)+len(wantBob)+len(wantEve) {
		t.Errorf("faults %v, tokens %v", service.faults, service.times)
	}
}
