package oidc_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
	"latchkey/webauthnsvc"
)

const (
	issuer   = "https://passkeys.example.com"
	clientID = "kratos"
	secret   = "a client secret of 32 characters"
	redirect = "https://id.example.com/self-service/methods/oidc/callback/passkey"
	audience = "https://orders.example.com"
	verifier = "the-verifier-of-this-request-43-characters-"
	// challenge is the S256 challenge of verifier, computed with another tool.
	challenge = "zkh4yI4CNy0F3r9PqdyFyK76SAFeDKGqCCY6OVNuCQ4"
)

// redirects are those of pkce: auto and of pkce: force.
var redirects = []string{redirect, "https://id.example.com/self-service/methods/oidc/callback"}

// replica is a provider with a clock of its own.
type replica struct {
	*oidc.Provider
	clock   *clock
	records store.Store
}

func newRecords(t testing.TB) store.Store {
	t.Helper()
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	return records
}

var start = time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)

var (
	firstSecret  = []byte(strings.Repeat("first secret ", 4))
	secondSecret = []byte(strings.Repeat("second secret ", 4))
)

func newReplica(t testing.TB, records store.Store, secrets ...[]byte) *replica {
	t.Helper()
	return newReplicaWith(t, records, func(*oidc.Config) {}, secrets...)
}

func newReplicaWith(t testing.TB, records store.Store, edit func(*oidc.Config), secrets ...[]byte) *replica {
	t.Helper()
	if len(secrets) == 0 {
		secrets = [][]byte{firstSecret}
	}
	sealer, err := seal.New(secrets)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{now: start}
	cfg := oidc.Config{
		Issuer:        issuer,
		Client:        &oidc.Client{ID: clientID, Secret: secret, RedirectURIs: redirects},
		ProofAudience: []string{audience},
		UVIsAAL2:      true,
		Now:           c.Now,
		Link:          (&links{}).link,
	}
	edit(&cfg)
	provider, err := oidc.New(cfg, sealer, records)
	if err != nil {
		t.Fatal(err)
	}
	return &replica{provider, c, records}
}

// links links identities, all with the same result, and records which.
type links struct {
	err error

	mu     sync.Mutex
	linked []uuid.UUID
}

func (l *links) link(_ context.Context, id uuid.UUID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.linked = append(l.linked, id)
	return l.err
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

func (c *clock) advance(d time.Duration) { c.set(c.Now().Add(d)) }

var ada = webauthnsvc.SignedIn{
	IdentityID:   uuid.MustParse("11111111-2222-4333-8444-555555555555"),
	PasskeyID:    uuid.MustParse("66666666-7777-4888-9999-aaaaaaaaaaaa"),
	UserVerified: true,
	At:           start.Add(-3 * time.Second),
}

// events implements oidc.Events without a limit.
var events unlimited

type unlimited struct{}

func (unlimited) Effect(kind string) store.AuditEvent {
	return event(kind, uuid.Nil)
}

func event(kind string, identityID uuid.UUID) store.AuditEvent {
	return store.AuditEvent{
		ID: uuid.Must(uuid.NewV7()), At: start, Type: kind, IdentityID: identityID, ActorKind: "system", RequestID: "request-of-test",
	}
}

func (u unlimited) Refusal(kind string) store.AuditEvent { return u.Effect(kind) }

// eventsOf counts the events of a kind.
func eventsOf(t testing.TB, records store.Store, kind string) int {
	t.Helper()
	events, err := records.AuditEvents(t.Context(), store.AuditFilter{Type: &kind}, store.Page{Size: 200})
	if err != nil {
		t.Fatal(err)
	}
	return len(events)
}

// authorization is the query of a valid request, with some parameters changed; "" removes one.
func authorization(changes ...string) url.Values {
	query := url.Values{
		"client_id": {clientID}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid"},
		"state": {"state of Kratos"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for change := range slices.Chunk(changes, 2) {
		query.Set(change[0], change[1])
		if change[1] == "" {
			query.Del(change[0])
		}
	}
	return query
}

// codeFor signs a user in and takes the code out of the address at Kratos.
func (r *replica) codeFor(t testing.TB, who webauthnsvc.SignedIn, changes ...string) string {
	t.Helper()
	made, err := r.CodeForRequest(issuer+"/oauth2/authorize?"+authorization(changes...).Encode(), who)
	if err != nil {
		t.Fatal(err)
	}
	return r.commit(t, made)
}

// commit stores the row of a code in a login, as webauthnsvc does, and returns the code.
func (r *replica) commit(t testing.TB, made webauthnsvc.Code) string {
	t.Helper()
	row := made.Row
	registered(t, r.records, row.IdentityID, row.PasskeyID)
	err := r.records.UsePasskey(t.Context(), store.Assertion{
		PasskeyID: row.PasskeyID, Challenge: someChallenge(), At: row.At, Event: event("login.succeeded", row.IdentityID), Code: &row,
	})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(made.RedirectTo)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Query().Get("code")
}

// registered makes sure that the identity has that passkey.
func registered(t testing.TB, records store.Store, identityID, id uuid.UUID) {
	t.Helper()
	if _, err := records.Passkey(t.Context(), id); err == nil {
		return
	}
	err := records.CreatePasskey(t.Context(), store.NewPasskey{
		Passkey: store.Passkey{
			ID: id, IdentityID: identityID, CredentialID: id[:], UserHandle: identityID[:], RPID: "example.com", Name: "phone",
			Record: []byte(`{}`), CreatedAt: start,
		},
		Challenge: someChallenge(), Limit: 20, Event: event("passkey.registered", identityID),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func someChallenge() store.Challenge {
	return store.Challenge{Hash: sha256.Sum256([]byte(rand.Text())), ExpiresAt: time.Now().Add(5 * time.Minute)}
}

// tokenRequest is a valid request, with some parameters of its form changed.
func tokenRequest(code string, changes ...string) oidc.TokenRequest {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier},
	}
	for change := range slices.Chunk(changes, 2) {
		form.Set(change[0], change[1])
	}
	return oidc.TokenRequest{Form: form, ClientID: clientID, ClientSecret: secret}
}

func TestDiscovery(t *testing.T) {
	document := newReplica(t, newRecords(t)).Discovery()
	for name, want := range map[string]string{
		"issuer":                                         `"https://passkeys.example.com"`,
		"authorization_endpoint":                         `"https://passkeys.example.com/oauth2/authorize"`,
		"token_endpoint":                                 `"https://passkeys.example.com/oauth2/token"`,
		"jwks_uri":                                       `"https://passkeys.example.com/.well-known/jwks.json"`,
		"response_types_supported":                       `["code"]`,
		"grant_types_supported":                          `["authorization_code"]`,
		"id_token_signing_alg_values_supported":          `["ES256"]`,
		"subject_types_supported":                        `["public"]`,
		"code_challenge_methods_supported":               `["S256"]`,
		"token_endpoint_auth_methods_supported":          `["client_secret_basic","client_secret_post"]`,
		"acr_values_supported":                           `["urn:latchkey:acr:passkey","urn:latchkey:acr:passkey:uv"]`,
		"authorization_response_iss_parameter_supported": `true`,
	} {
		got, err := json.Marshal(document[name])
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestNewRefusesAnIncompleteConfig(t *testing.T) {
	sealer, err := seal.New([][]byte{firstSecret})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return start }
	for name, cfg := range map[string]oidc.Config{
		"no issuer":       {Now: now},
		"no clock":        {Issuer: issuer},
		"no client ID":    {Issuer: issuer, Now: now, Link: (&links{}).link, Client: &oidc.Client{Secret: secret, RedirectURIs: redirects}},
		"short secret":    {Issuer: issuer, Now: now, Link: (&links{}).link, Client: &oidc.Client{ID: clientID, Secret: secret[1:], RedirectURIs: redirects}},
		"no link":         {Issuer: issuer, Now: now, Client: &oidc.Client{ID: clientID, Secret: secret, RedirectURIs: redirects}},
		"no redirect URI": {Issuer: issuer, Now: now, Link: (&links{}).link, Client: &oidc.Client{ID: clientID, Secret: secret}},
	} {
		if _, err := oidc.New(cfg, sealer, newRecords(t)); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}
