package app

import (
	"embed"
	"net/http"
	"strings"
	"time"
)

//go:embed pages/app.js pages/app.css pages/logo.svg
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
	for _, name := range []string{"app.js", "app.css", "logo.svg"} {
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
