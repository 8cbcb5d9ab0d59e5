package app

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Signing in with a passkey, safely:
//
//  1. The browser talks to this server, and this server to Latchkey. Latchkey's answer says who it was; had the browser
//     carried that answer here, it could have said anything.
//  2. For Latchkey this server is no browser, so tying the ceremony to the browser that began it is up to us. Otherwise
//     somebody could begin and sign, have another person's browser finish, and so sign that person into their own account.
//  3. The answer names an identity of Kratos. A new session of our own is made for it.
//
// The SDK makes these two calls when it is given baseUrl: '/passkey'.

// maxCeremony bounds bodies either way, as Latchkey does.
const maxCeremony = 64 << 10

func (a *App) beginPasskey(w http.ResponseWriter, r *http.Request) {
	var wish struct {
		Identifier string `json:"identifier,omitempty"`
		Mediation  string `json:"mediation,omitempty"`
	}
	if !readJSON(w, r, &wish) {
		return
	}
	var begun map[string]json.RawMessage
	if !a.askLatchkey(w, r, "/v1/login/begin", wish, &begun) {
		return
	}
	var ceremony string
	if err := json.Unmarshal(begun["ceremony"], &ceremony); err != nil {
		writeProblem(w, http.StatusBadGateway, "internal", "Latchkey's answer makes no sense.")
		return
	}
	browser := a.cookie(r, browserCookie) // an old one is as good: two tabs must not hurt each other
	if browser == "" {
		browser = rand.Text()
		a.setCookie(w, browserCookie, browser, http.SameSiteStrictMode, 0)
	}
	begun["ceremony"], _ = json.Marshal(ceremony + "." + a.bind(ceremony, browser))
	writeJSON(w, http.StatusOK, "application/json", begun)
}

func (a *App) finishPasskey(w http.ResponseWriter, r *http.Request) {
	var done struct {
		Ceremony   string          `json:"ceremony"`
		Credential json.RawMessage `json:"credential"`
	}
	if !readJSON(w, r, &done) {
		return
	}
	cut := max(0, strings.LastIndexByte(done.Ceremony, '.'))
	ceremony, bound := done.Ceremony[:cut], strings.TrimPrefix(done.Ceremony[cut:], ".")
	browser := a.cookie(r, browserCookie)
	if browser == "" || !hmac.Equal([]byte(bound), []byte(a.bind(ceremony, browser))) {
		writeProblem(w, http.StatusBadRequest, "ceremony_invalid", "The sign-in was begun in another browser, or before this application was started.")
		return
	}
	done.Ceremony = ceremony
	var login struct {
		IdentityID string `json:"identity_id"`
		Passkey    struct {
			Name string `json:"name"`
		} `json:"passkey"`
		Assurance struct {
			Level string `json:"level"`
		} `json:"assurance"`
	}
	if !a.askLatchkey(w, r, "/v1/login/finish", done, &login) {
		return
	}
	a.sessions.remove(a.cookie(r, sessionCookie))
	token := a.sessions.add(session{IdentityID: login.IdentityID, Passkey: login.Passkey.Name, Level: login.Assurance.Level, At: time.Now()})
	a.setCookie(w, sessionCookie, token, http.SameSiteLaxMode, sessionLife)
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"return_to": "/"})
}

// bind is a mark that only we can make, for this ceremony in this browser. Nothing has to be stored until somebody has
// signed in.
func (a *App) bind(ceremony, browser string) string {
	mac := hmac.New(sha256.New, a.bindKey)
	mac.Write([]byte(browser + "." + ceremony))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// askLatchkey sends body on and reads the answer. A refusal is passed on as it is: the SDK knows what to make of it.
func (a *App) askLatchkey(w http.ResponseWriter, r *http.Request, path string, body, into any) bool {
	resp, answer, err := a.postLatchkey(r.Context(), r, path, body)
	switch {
	case err != nil:
		writeProblem(w, http.StatusBadGateway, "network", "Latchkey does not answer.")
		return false
	case resp.StatusCode != http.StatusOK:
		for _, name := range []string{"Content-Type", "Retry-After"} {
			if value := resp.Header.Get(name); value != "" {
				w.Header().Set(name, value)
			}
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = w.Write(answer)
		return false
	case json.Unmarshal(answer, into) != nil:
		writeProblem(w, http.StatusBadGateway, "internal", "Latchkey's answer makes no sense.")
		return false
	}
	return true
}

func (a *App) postLatchkey(ctx context.Context, r *http.Request, path string, body any) (*http.Response, []byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.cfg.LatchkeyURL+path, bytes.NewReader(text))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	// For its audit log and its limit on tries, which would else count all people as one. Latchkey believes this address
	// when we are in its trusted_proxies. No Origin and no cookie: this call is ours, not the browser's.
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		req.Header.Set("X-Forwarded-For", host)
	}
	req.Header.Set("User-Agent", r.UserAgent())
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxCeremony))
	return resp, answer, err
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCeremony)).Decode(into)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		writeProblem(w, http.StatusRequestEntityTooLarge, "payload_too_large", "The request is too large.")
		return false
	}
	if err != nil {
		writeProblem(w, http.StatusBadRequest, "invalid_request", "The request is no JSON of the expected form.")
	}
	return err == nil
}

// writeProblem answers in the form of Latchkey's own refusals, so that the page has one form to handle.
func writeProblem(w http.ResponseWriter, status int, code, detail string) {
	writeJSON(w, status, "application/problem+json", map[string]any{
		"type": "about:blank", "title": detail, "status": status, "code": code, "detail": detail, "hint": "Load the page again and start over.",
	})
}

func writeJSON(w http.ResponseWriter, status int, contentType string, body any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
