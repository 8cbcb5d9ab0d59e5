// Package client protects routes of Go applications (net/http) with Latchkey. For each request it asks GET /v1/authz whether
// the session suffices, as a proxy would, and answers as Latchkey does: with the challenge of RFC 9470 for programs, and with a
// redirect for browsers that open a page. It needs nothing but the standard library. It owns no decision: which session
// suffices, Latchkey says. Package proof also accepts proofs.
//
//	latchkey := client.New("http://127.0.0.1:4477", "https://app.example.com")
//	mux.Handle("/", latchkey.Require(client.Demand{}, home))
//	mux.Handle("/transfer", latchkey.Require(client.Demand{Level: "aal2", MaxAge: 5 * time.Minute}, transfer))
package client

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Demand is what a route demands of a session, in addition to Latchkey's policy, or of a proof.
type Demand struct {
	Level  string        // "aal1" or "aal2"; "": any
	MaxAge time.Duration // how old the newest proof of the user may be, in whole seconds; 0: any age
}

// Session is the session of a request.
type Session struct {
	IdentityID string `json:"identity_id"` // the identity at Kratos
	SessionID  string `json:"session_id"`  // the session at Kratos; "" for a proof of a login without one
	Level      string `json:"level"`       // "aal1" or "aal2"
}

// Client asks one Latchkey. It is safe for concurrent use.
type Client struct {
	SessionCookie string // the name of Kratos' session cookie, ory_kratos_session unless set before the first request

	latchkey, app string
	http          *http.Client
}

// New returns a client. latchkey is the address at which the application reaches Latchkey's public listener, app the origin of
// the application as browsers see it, which return_to of Latchkey's configuration must allow.
func New(latchkey, app string) *Client {
	return &Client{
		SessionCookie: "ory_kratos_session",

		latchkey: strings.TrimSuffix(latchkey, "/"), app: strings.TrimSuffix(app, "/"),
		http: &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

type contextKey struct{}

// With returns the request with a session, for middleware that accepts other credentials, as package proof does.
func With(r *http.Request, session Session) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), contextKey{}, session))
}

// Of returns the session of a request that was let through. Headers of the client have no part in it.
func Of(r *http.Request) Session {
	session, _ := r.Context().Value(contextKey{}).(Session)
	return session
}

// Require lets only those requests through to next whose session meets the demand. If Latchkey does not answer, none passes.
func (c *Client) Require(demand Demand, next http.Handler) http.Handler {
	query := demand.query()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := c.ask(r, query)
		if err != nil {
			w.Header().Set("Retry-After", "5")
			http.Error(w, "Latchkey is not responding. Try again in a moment.", http.StatusServiceUnavailable)
			return
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			refuse(w, answer)
			return
		}
		var body struct {
			Extra Session `json:"extra"`
		}
		if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<16)).Decode(&body); err != nil || body.Extra.IdentityID == "" {
			http.Error(w, "Latchkey's answer cannot be read.", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, With(r, body.Extra))
	})
}

func (d Demand) query() url.Values {
	query := url.Values{}
	if d.Level != "" {
		query.Set("level", d.Level)
	}
	if d.MaxAge != 0 { // Latchkey refuses what is not a whole number of seconds, at least one
		query.Set("max_age", strconv.FormatFloat(d.MaxAge.Seconds(), 'f', -1, 64))
	}
	return query
}

// ask sends the credential of a request to Latchkey, and nothing else of it but its address.
func (c *Client) ask(r *http.Request, demand url.Values) (*http.Response, error) {
	query := url.Values{"return_to": {c.app + addressOf(r)}}
	for name, values := range demand {
		query[name] = values
	}
	if r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" {
		query.Set("redirect", "")
	}
	question, err := http.NewRequestWithContext(r.Context(), http.MethodGet, c.latchkey+"/v1/authz?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	question.Header = credentialOf(r, c.SessionCookie)
	return c.http.Do(question)
}

// addressOf returns the path and query that the client asked for, which http.StripPrefix and the like leave in RequestURI. A request
// without a path leads to the start page.
func addressOf(r *http.Request) string {
	asked, err := url.ParseRequestURI(cmp.Or(r.RequestURI, r.URL.RequestURI()))
	if err != nil || !strings.HasPrefix(asked.RequestURI(), "/") {
		return "/"
	}
	return asked.RequestURI()
}

// refuse passes Latchkey's refusal on. An answer of something else than Latchkey lets nothing through.
func refuse(w http.ResponseWriter, answer *http.Response) {
	status := answer.StatusCode
	if status < 300 || status == http.StatusNotFound {
		status = http.StatusInternalServerError
	}
	for _, name := range []string{"Content-Type", "WWW-Authenticate", "Location", "Retry-After", "X-Latchkey-Page"} {
		if values := answer.Header.Values(name); len(values) > 0 {
			w.Header()[http.CanonicalHeaderKey(name)] = values
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.Copy(w, io.LimitReader(answer.Body, 1<<16))
}
