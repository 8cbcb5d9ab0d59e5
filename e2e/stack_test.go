package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"latchkey/demo"
	"latchkey/demo/app"
	"latchkey/store/migrated"
)

const password = "correct horse battery staple"

// stack is a Kratos with a Latchkey and an admin key.
type stack struct {
	kratos   *demo.Kratos
	latchkey *demo.Latchkey
	key      string
	appURL   string          // of the sample application, where it runs too
	clerks   map[string]*tab // by role; see clerk
	gate     *gatekeeper     // in front of Kratos' admin API, in TestTrust
}

// registering: a Kratos on SQLite sometimes fails if two users register at once.
var registering sync.Mutex

// startStack starts both; PostgreSQL is that of options.DSN, or an empty schema.
func startStack(t testing.TB, kratos demo.KratosOptions, options demo.LatchkeyOptions) *stack {
	t.Helper()
	if options.PublicPort == 0 {
		options.PublicPort = freePort(t)
	}
	pages := localhost(options.PublicPort)
	kratos.ReturnURLs = append(kratos.ReturnURLs, pages+"/")
	if kratos.Login != nil {
		kratos.Login.Issuer, kratos.Login.ClientSecret = pages, demo.RandomSecret()
		remember("client secret", kratos.Login.ClientSecret)
		options.Env = append(options.Env, "LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET="+kratos.Login.ClientSecret)
	}
	options.Env = slices.Concat([]string{"LATCHKEY_PROOF_AUDIENCE=" + proofAudience}, options.Env)
	options.Kratos = startKratos(t, kratos)
	s := &stack{kratos: options.Kratos, latchkey: startLatchkey(t, options)}
	var err error
	s.key, err = s.latchkey.CreateKey("read", "revoke", "keys")
	must(t, err)
	remember("admin key", s.key)
	return s
}

// proofAudience is the service that logins and step-ups may ask for a proof for.
const proofAudience = "https://api.example.com"

// startStackWithApp also starts the sample application. Kratos uses its pages, and redirects users who have
// registered to Latchkey's /setup and then back. Its sign-in with a passkey requires kratos.Login. Front ends are
// origins of further applications, as in demo.StackOptions.
func startStackWithApp(t testing.TB, kratos demo.KratosOptions, frontEnds ...string) *stack {
	t.Helper()
	return startArrangedWithApp(t, kratos, func(*demo.KratosOptions, *demo.LatchkeyOptions) {}, frontEnds...)
}

// startArrangedWithApp lets the caller see all ports and addresses, and change options, before anything starts.
func startArrangedWithApp(t testing.TB, kratos demo.KratosOptions, arrange func(*demo.KratosOptions, *demo.LatchkeyOptions), frontEnds ...string) *stack {
	t.Helper()
	listener := listen(t, 0) // now, before another test takes the port
	port, appPort := freePort(t), listener.Addr().(*net.TCPAddr).Port
	latchkeyURL, appURL := localhost(port), localhost(appPort)
	kratos.HomeURL, kratos.LoginURL, kratos.RegistrationURL = appURL+"/", appURL+"/login", appURL+"/registration"
	kratos.SettingsURL, kratos.ErrorURL = appURL+"/settings", appURL+"/error"
	kratos.AfterRegistrationURL = latchkeyURL + "/setup?offer&return_to=" + appURL + "/"
	for _, origin := range frontEnds {
		kratos.ReturnURLs = append(kratos.ReturnURLs, origin+"/")
	}
	kratos.AllowedOrigins = frontEnds
	latchkey := demo.LatchkeyOptions{PublicPort: port, AppURL: appURL, FrontEnds: frontEnds}
	arrange(&kratos, &latchkey)
	s := startStack(t, kratos, latchkey)
	s.appURL = appURL
	serveOn(t, listener, app.New(app.Config{
		URL: appURL, LatchkeyURL: latchkeyURL, LatchkeyPublicURL: latchkeyURL,
		KratosURL: s.kratos.BrowserURL, KratosPublicURL: s.kratos.PublicURL,
		FrontEnds: frontEnds,
	}))
	return s
}

func localhost(port int) string { return fmt.Sprintf("http://localhost:%d", port) }

// freePort is a port of this test's own. Connections are refused until something listens there.
func freePort(t testing.TB) int {
	t.Helper()
	reserved, err := demo.ReservePorts(1)
	must(t, err)
	t.Cleanup(func() { must(t, reserved.Release()) })
	return reserved.Ports[0]
}

// serve answers on that port until the test is over.
func serve(t testing.TB, port int, handler http.Handler) {
	t.Helper()
	serveOn(t, listen(t, port), handler)
}

func listen(t testing.TB, port int) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	must(t, err)
	return listener
}

func serveOn(t testing.TB, listener net.Listener, handler http.Handler) {
	t.Helper()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }() // it ends with Close
	t.Cleanup(func() { _ = server.Close() })
}

func startKratos(t testing.TB, options demo.KratosOptions) *demo.Kratos {
	t.Helper()
	options.Progress = os.Stderr
	k, err := demo.StartKratos(t.Context(), options)
	must(t, err)
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// startLatchkey starts a Latchkey on PostgreSQL, unless options.DSN is set; without the race detector, unless options.Binary
// is set. At the end of the test it must stop cleanly, and must not have logged a secret.
func startLatchkey(t testing.TB, options demo.LatchkeyOptions) *demo.Latchkey {
	t.Helper()
	if options.Binary == "" {
		options.Binary = plain.path(t)
	}
	if options.DSN == "" {
		options.DSN = migrated.Postgres(t)
	}
	secret := demo.RandomSecret()
	remember("cipher secret", secret)
	// All tests come from one address, so the limit on logins would hit them. On a busy machine a Kratos that works may take
	// longer than the two seconds of the default. With the race detector each process, of a command too, would end a second
	// later than it has to, and collecting garbage takes a quarter of the time of a start. Later settings win over these.
	options.Env = slices.Concat([]string{
		"GORACE=atexit_sleep_ms=10", "GOGC=400",
		"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_KRATOS_TIMEOUT=20s",
		"LATCHKEY_LIMITS_LOGIN_PER_MINUTE=0", "LATCHKEY_LIMITS_IDENTIFIER_PER_MINUTE=0", "LATCHKEY_LIMITS_WRITES_PER_MINUTE=0",
	}, options.Env)
	options.Dir = t.TempDir()
	l, err := demo.StartLatchkey(t.Context(), options)
	must(t, err)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		log := l.Log()
		checkLog(t, log)
		if t.Failed() {
			t.Logf("the log of Latchkey at %s ends with:\n%s", l.PublicURL, log[max(0, len(log)-8<<10):])
		}
	})
	return l
}

// app is a new user with a native app, signed in by password.
func (s *stack) app(t testing.TB) (*demo.KratosUser, caller) {
	t.Helper()
	user := s.kratos.App()
	registering.Lock()
	defer registering.Unlock()
	must(t, user.Register(t.Context(), newEmail(), password, "Ada Lovelace"))
	return user, s.withToken(user)
}

// browser is a new user with a browser, signed in by password.
func (s *stack) browser(t testing.TB) (*demo.KratosUser, caller) {
	t.Helper()
	user := s.kratos.Browser()
	registering.Lock()
	defer registering.Unlock()
	must(t, user.Register(t.Context(), newEmail(), password, "Grace Hopper"))
	return user, s.withCookie(user)
}

func newEmail() string { return strings.ToLower(rand.Text()) + "@example.com" }

// withToken calls as a native app does.
func (s *stack) withToken(user *demo.KratosUser) caller {
	remember("session token", user.Token())
	return caller{s.latchkey.PublicURL, http.Header{"X-Session-Token": {user.Token()}}}
}

// withCookie calls as a script of Latchkey's own pages does.
func (s *stack) withCookie(user *demo.KratosUser) caller {
	remember("session cookie", user.Cookie().Value)
	return caller{s.latchkey.PublicURL, http.Header{
		"Cookie": {user.Cookie().Name + "=" + user.Cookie().Value}, "Origin": {s.latchkey.PublicURL},
	}}
}

// anyone calls without a session, as a native app or another server does.
func (s *stack) anyone() caller { return caller{s.latchkey.PublicURL, nil} }

// support calls the admin API.
func (s *stack) support() caller {
	return caller{s.latchkey.AdminURL, http.Header{"Authorization": {"Bearer " + s.key}}}
}

// relyingParty is LATCHKEY_WEBAUTHN_RP for localhost with these origins.
func relyingParty(t testing.TB, origins ...string) string {
	t.Helper()
	text, err := json.Marshal([]map[string]any{{"id": "localhost", "name": "Latchkey", "origins": origins}})
	must(t, err)
	return "LATCHKEY_WEBAUTHN_RP=" + string(text)
}
