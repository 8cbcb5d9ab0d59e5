// Package app is a sample application: it stands for your own, and for the pages that you write for Ory Kratos. People
// register and sign in here with a password at Kratos, or sign in with a passkey at Latchkey. Written to be read and copied:
//
//	passkey.go  signs in with a passkey, by this server and not by the browser's word
//	session.go  the application's own sessions, which such a sign-in ends in
//	kratos.go   whose session is it? asked of Kratos, server to server
//	flow.go     Kratos' forms: registration, login, settings
//	home.go     what the person sees, and signing out
//
//	GET  /                                home
//	GET  /registration /login /settings   ?flow=, where Kratos sends people
//	GET  /error                           ?id=, where Kratos sends people when something went wrong
//	POST /logout
//	POST /passkey/v1/login/begin|finish   called by Latchkey's SDK in app.js
//
// Starting Kratos and Latchkey is left to package demo.
package app

import (
	"crypto/rand"
	"embed"
	"net/http"
	"strings"
	"time"
)

// Config says where everything is. No address ends with a slash.
type Config struct {
	URL             string // where browsers reach this application
	KratosURL       string // where browsers reach Kratos' public API
	KratosPublicURL string // the same, as this server reaches it
	KratosAdminURL  string
	LatchkeyURL     string // for browsers and this server alike
}

// App is an http.Handler. Its sessions live in memory and end with it.
type App struct {
	cfg      Config
	client   *http.Client
	sessions *sessions
	bindKey  []byte // ties ceremonies to browsers
	handler  http.Handler
}

//go:embed pages/app.js pages/app.css
var static embed.FS

// New builds the application; it listens to nothing yet.
func New(cfg Config) *App {
	a := &App{
		cfg:      cfg,
		client:   &http.Client{Timeout: 5 * time.Second, CheckRedirect: neverFollow},
		sessions: newSessions(),
		bindKey:  []byte(rand.Text() + rand.Text()),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", a.home)
	mux.HandleFunc("GET /registration", a.flow("registration"))
	mux.HandleFunc("GET /login", a.flow("login"))
	mux.HandleFunc("GET /settings", a.flow("settings"))
	mux.HandleFunc("GET /error", a.kratosError)
	mux.HandleFunc("POST /logout", a.logout)
	mux.HandleFunc("POST /passkey/v1/login/begin", a.beginPasskey)
	mux.HandleFunc("POST /passkey/v1/login/finish", a.finishPasskey)
	for _, name := range []string{"app.js", "app.css"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, static, "pages/"+name)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, http.StatusNotFound, "There is no such page", "Check the address, or go back to the start.")
	})
	// Nobody else's page may make a browser post here.
	a.handler = a.headers(http.NewCrossOriginProtection().Handler(mux))
	return a
}

func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// headers allows the page just what it needs: Latchkey's SDK, and forms that go to Kratos and from there to Latchkey.
func (a *App) headers(next http.Handler) http.Handler {
	policy := strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' " + a.cfg.LatchkeyURL,
		"connect-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"form-action 'self' " + a.cfg.KratosURL + " " + a.cfg.LatchkeyURL,
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
