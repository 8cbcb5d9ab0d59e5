// Package app is a sample application: it stands for your own application, and for your pages for Ory Kratos. Users
// register at Kratos with a password, and sign in with that or with a passkey; either way the session is Kratos' own.
// It owns these pages and leaves starting Kratos and Latchkey to package demo. Read and copy it:
//
//	pages/app.js  signs in with a passkey, using Latchkey's SDK
//	kratos.go     asks Kratos whose session it is, server to server
//	vault.go      a page behind a step-up; asks Latchkey, server to server
//	flow.go       Kratos' forms: registration, login, settings
//	home.go       the home page, and signing out
//
//	GET  /                                home
//	GET  /vault                           for users who have just used a passkey
//	GET  /registration /login /settings   ?flow=, where Kratos redirects users
//	GET  /error                           ?id=, where Kratos redirects users after an error
//	POST /logout
package app

import (
	"embed"
	"net/http"
	"strings"
	"time"
)

// Config holds the addresses. No address ends with a slash.
type Config struct {
	URL             string // this application, for browsers
	KratosURL       string // Kratos' public API, for browsers
	KratosPublicURL string // the same, for this server
	LatchkeyURL     string // for browsers and for this server

	FrontEnds []string // origins of other applications, to which Kratos redirects users who used the forms here
}

// App is an http.Handler. It stores nothing: sessions are at Kratos, passkeys at Latchkey.
type App struct {
	cfg     Config
	client  *http.Client
	handler http.Handler
}

//go:embed pages/app.js pages/app.css
var static embed.FS

// New returns the application. It does not listen yet.
func New(cfg Config) *App {
	a := &App{cfg: cfg, client: &http.Client{Timeout: 5 * time.Second, CheckRedirect: neverFollow}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", a.home)
	mux.HandleFunc("GET /vault", a.vault)
	mux.HandleFunc("GET /registration", a.flow("registration"))
	mux.HandleFunc("GET /login", a.flow("login"))
	mux.HandleFunc("GET /settings", a.flow("settings"))
	mux.HandleFunc("GET /error", a.kratosError)
	mux.HandleFunc("POST /logout", a.logout)
	for _, name := range []string{"app.js", "app.css"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, static, "pages/"+name)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, http.StatusNotFound, "Page not found", "Check the address, or go back to the home page.")
	})
	// Pages of other origins cannot make a browser post here.
	a.handler = a.headers(http.NewCrossOriginProtection().Handler(mux))
	return a
}

func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// headers allows a page only what it needs: Latchkey's SDK, which calls Latchkey, and forms that go to Kratos and from
// there to Latchkey or an application.
func (a *App) headers(next http.Handler) http.Handler {
	policy := strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' " + a.cfg.LatchkeyURL,
		"connect-src " + a.cfg.LatchkeyURL,
		"style-src 'self'",
		"img-src 'self' data:",
		"form-action 'self' " + strings.Join(append([]string{a.cfg.KratosURL, a.cfg.LatchkeyURL}, a.cfg.FrontEnds...), " "),
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
