package app

import (
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// vault is a page for users who have just used a passkey, whatever they signed in with: after a passkey login it opens;
// after a password login, Latchkey first requires the passkey and redirects the user back.
func (a *App) vault(w http.ResponseWriter, r *http.Request) {
	here := url.QueryEscape(a.cfg.URL + "/vault")
	standing, err := a.standing(r)
	switch {
	case err != nil: // fail closed
		a.fail(w, http.StatusServiceUnavailable, "The vault stays closed", "Unexpected response from Latchkey. Wait a moment and reload the page.")
	case standing == nil:
		http.Redirect(w, r, a.cfg.KratosURL+"/self-service/login/browser?return_to="+here, http.StatusSeeOther)
	case !standing.FreshUntil.After(time.Now()):
		http.Redirect(w, r, a.cfg.LatchkeyURL+"/step-up?return_to="+here, http.StatusSeeOther)
	default:
		a.render(w, http.StatusOK, "vault", standing)
	}
}

// standing is the state of a session: the part of Latchkey's GET /v1/session that is needed here.
type standing struct {
	Identity struct {
		Login string `json:"login"`
	} `json:"identity"`
	Assurance struct {
		Level string `json:"level"` // aal1 or aal2
	} `json:"assurance"`
	FreshUntil time.Time `json:"fresh_until"` // null there, zero here: not fresh
}

// standing asks Latchkey about the session of the request's cookie; nil if there is none. It asks each time, server to
// server, because a browser could claim anything.
func (a *App) standing(r *http.Request) (*standing, error) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil, nil
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, a.cfg.LatchkeyPublicURL+"/v1/session", nil)
	if err != nil {
		return nil, err
	}
	req.AddCookie(cookie)
	var found standing
	status, err := a.send(req, &found)
	switch {
	case err != nil:
		return nil, err
	case status == http.StatusUnauthorized:
		return nil, nil
	case status != http.StatusOK:
		return nil, fmt.Errorf("latchkey answered %d", status)
	}
	return &found, nil
}
