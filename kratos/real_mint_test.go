package kratos_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
	"latchkey/webauthnsvc"
)

// mint is a real Kratos, our provider with its records, and a linked identity with a passkey.
type mint struct {
	kratos   *demo.Kratos
	issuer   string // our provider's address
	client   *kratos.Client
	minter   *kratos.Minter
	provider *oidc.Provider
	records  store.Store
	who      webauthnsvc.SignedIn
}

func startMint(t *testing.T) *mint {
	t.Helper()
	return startMintWith(t, demo.KratosOptions{})
}

func startMintWith(t *testing.T, options demo.KratosOptions) *mint {
	t.Helper()
	mux, secret := http.NewServeMux(), demo.RandomSecret()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	options.Login = &demo.KratosLogin{Issuer: server.URL, ClientSecret: secret}
	k, c := start(t, options)
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	must(t, err)
	t.Cleanup(func() { _ = records.Close() })
	sealer, err := seal.New([][]byte{[]byte(strings.Repeat("a secret ", 4))})
	must(t, err)
	provider, err := oidc.New(oidc.Config{
		Issuer:   server.URL,
		Client:   &oidc.Client{ID: "kratos", Secret: secret, RedirectURIs: oidc.Callbacks(k.BrowserURL, "passkey")},
		UVIsAAL2: true,
		Now:      time.Now,
		Link:     kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c).LinkActive,
	}, sealer, records)
	must(t, err)
	serveProvider(mux, provider)

	id, err := k.CreateIdentity(t.Context(), map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	browser, err := url.Parse(k.BrowserURL)
	must(t, err)
	m := &mint{
		kratos: k, issuer: server.URL, client: c, provider: provider, records: records,
		minter: kratos.NewMinter(kratos.MinterConfig{Provider: "passkey", Host: browser.Hostname()}, c),
		who:    webauthnsvc.SignedIn{IdentityID: id, PasskeyID: uuid.New(), At: time.Now(), UserAgent: "Example Browser 9", IP: "192.0.2.9"},
	}
	must(t, records.CreatePasskey(t.Context(), store.NewPasskey{
		Passkey: store.Passkey{
			ID: m.who.PasskeyID, IdentityID: id, CredentialID: id[:], UserHandle: id[:], RPID: "localhost", Name: "phone",
			Record: []byte(`{}`), CreatedAt: m.who.At,
		},
		Challenge: someChallenge(), Limit: 20, Event: m.event("passkey.registered", id),
	}))
	_, err = m.minter.Link(t.Context(), id)
	must(t, err)
	return m
}

// serveProvider serves the endpoints that Kratos calls.
func serveProvider(mux *http.ServeMux, provider *oidc.Provider) {
	answer := func(w http.ResponseWriter, status int, value any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(value)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, provider.Discovery())
	})
	mux.HandleFunc("GET /.well-known/jwks.json", func(w http.ResponseWriter, r *http.Request) {
		set, _ := provider.JWKS(r.Context())
		answer(w, http.StatusOK, set)
	})
	mux.HandleFunc("POST /oauth2/token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		id, secret, basic := r.BasicAuth()
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
		if !basic { // Kratos tries both ways
			id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
		}
		token, err := provider.Redeem(r.Context(), oidc.TokenRequest{Form: r.PostForm, ClientID: id, ClientSecret: secret}, mintEvents{})
		if fault, ok := errors.AsType[*oidc.Fault](err); ok {
			answer(w, http.StatusBadRequest, map[string]string{"error": fault.Code})
			return
		}
		answer(w, http.StatusOK, token)
	})
}

func (*mint) event(kind string, identityID uuid.UUID) store.AuditEvent {
	return store.AuditEvent{ID: uuid.Must(uuid.NewV7()), At: time.Now(), Type: kind, IdentityID: identityID, ActorKind: "system", RequestID: "request"}
}

// mintEvents implements oidc.Events; it records every refusal.
type mintEvents struct{}

func (mintEvents) Effect(kind string) store.AuditEvent { return (*mint)(nil).event(kind, uuid.Nil) }

func (e mintEvents) Refusal(kind string) store.AuditEvent { return e.Effect(kind) }

func someChallenge() store.Challenge {
	return store.Challenge{Hash: sha256.Sum256([]byte(rand.Text())), ExpiresAt: time.Now().Add(time.Hour)}
}

// begin performs a login up to the commit.
func (m *mint) begin(t *testing.T, kind string) (webauthnsvc.Minting, webauthnsvc.Code) {
	t.Helper()
	m.who.At = time.Now()
	minting, err := m.minter.Begin(t.Context(), kind, m.who)
	must(t, err)
	code, err := m.provider.CodeForRequest(minting.AuthorizeURL(), m.who)
	must(t, err)
	return minting, code
}

func (m *mint) commit(t *testing.T, code webauthnsvc.Code) {
	t.Helper()
	must(t, m.records.UsePasskey(t.Context(), store.Assertion{
		PasskeyID: m.who.PasskeyID, Challenge: someChallenge(), At: m.who.At, Code: &code.Row, Event: m.event("login.succeeded", m.who.IdentityID),
	}))
}

func (m *mint) sessions(t *testing.T) int {
	t.Helper()
	list, err := sessionsOf(t.Context(), m.client, m.who.IdentityID)
	must(t, err)
	return len(list)
}

// fails expects a callback that yields no session, at Kratos either.
func (m *mint) fails(t *testing.T, minting webauthnsvc.Minting, code webauthnsvc.Code) {
	t.Helper()
	before := m.sessions(t)
	if _, err := minting.Finish(t.Context(), code.RedirectTo); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("got %v, want fault.ErrKratosUnavailable", err)
	}
	if after := m.sessions(t); after != before {
		t.Errorf("%d sessions, %d before", after, before)
	}
}

// TestRealMint: Kratos creates a session for a code only once its row is committed, and while its passkey stands.
func TestRealMint(t *testing.T) {
	m := startMint(t)
	for _, kind := range []string{webauthnsvc.SessionToken, webauthnsvc.SessionCookie} {
		minting, code := m.begin(t, kind)
		before := m.sessions(t)
		m.commit(t, code)
		minted, err := minting.Finish(t.Context(), code.RedirectTo)
		must(t, err)
		if minted.Session.Identity.ID != m.who.IdentityID || minted.Kind != kind || m.sessions(t) != before+1 {
			t.Errorf("%s: %+v, %d sessions", kind, minted.Session, m.sessions(t))
		}
	}

	minting, code := m.begin(t, webauthnsvc.SessionToken)
	t.Log("a code that was never committed")
	m.fails(t, minting, code)

	t.Log("a passkey that was suspended meanwhile")
	minting, code = m.begin(t, webauthnsvc.SessionToken)
	m.commit(t, code)
	_, err := m.records.SuspendPasskey(t.Context(), m.who.PasskeyID, store.Ending{At: time.Now(), DueAt: time.Now()}, false, m.event("passkey.suspended", m.who.IdentityID))
	must(t, err)
	m.fails(t, minting, code)
}

// TestRealMintOutage: until Kratos has answered with its authorization request, there is nothing to spend.
func TestRealMintOutage(t *testing.T) {
	m := startMint(t)
	minting, code := m.begin(t, webauthnsvc.SessionToken)
	must(t, m.kratos.Stop())
	if left, certain, err := minting.Leftovers(t.Context()); left != nil || !certain || err != nil {
		t.Errorf("before the callback: left %v, %t, %v", left, certain, err)
	}
	if _, err := m.minter.Begin(t.Context(), webauthnsvc.SessionToken, m.who); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := minting.Finish(t.Context(), code.RedirectTo); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("stopped at the callback: %v", err)
	}
	must(t, m.kratos.Start(t.Context()))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.minter.Begin(gone, webauthnsvc.SessionCookie, m.who); err == nil {
		t.Error("a login is opened for a client that has hung up")
	}
}

// TestRealLeftovers: of two logins of one device in the same second, each has left the session that Kratos returned to it,
// and no other. Kratos' list alone does not tell them apart.
func TestRealLeftovers(t *testing.T) {
	m := startMint(t)
	for _, kind := range []string{webauthnsvc.SessionToken, webauthnsvc.SessionCookie} {
		mintings, made := make([]webauthnsvc.Minting, 2), make([]uuid.UUID, 2)
		for i := range mintings {
			minting, code := m.begin(t, kind)
			m.commit(t, code)
			minted, err := minting.Finish(t.Context(), code.RedirectTo)
			must(t, err)
			mintings[i], made[i] = minting, minted.Session.ID
		}
		for i, minting := range mintings {
			left, certain, err := minting.Leftovers(t.Context())
			if err != nil || !certain || !slices.Equal(left, made[i:i+1]) {
				t.Errorf("%s %d: left %v, %t, %v, want %v", kind, i, left, certain, err, made[i])
			}
		}
	}
}
