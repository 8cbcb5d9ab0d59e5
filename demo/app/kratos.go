package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// identity is a user at Kratos.
type identity struct {
	ID     string `json:"id"`
	Traits struct {
		Email string `json:"email"`
		Name  string `json:"name"`
	} `json:"traits"`
}

// Called returns the user's name, or the email address.
func (i identity) Called() string {
	if i.Traits.Name != "" {
		return i.Traits.Name
	}
	return i.Traits.Email
}

// sessionCookie is the cookie's name in kratos.yml (session.cookie.name).
const sessionCookie = "ory_kratos_session"

// session is the response of /sessions/whoami.
type session struct {
	ID              string    `json:"id"`
	Level           string    `json:"authenticator_assurance_level"`
	AuthenticatedAt time.Time `json:"authenticated_at"`
	ExpiresAt       time.Time `json:"expires_at"`
	Methods         []struct {
		Method   string `json:"method"`
		Provider string `json:"provider"` // for oidc; passkey is Latchkey
	} `json:"authentication_methods"`
	Identity identity `json:"identity"`
}

// MethodNames returns the session's authentication methods as text.
func (s session) MethodNames() string {
	words := map[string]string{"totp": "authenticator app", "lookup_secret": "backup code"}
	var names []string
	for _, m := range s.Methods {
		names = append(names, cmp.Or(m.Provider, words[m.Method], m.Method))
	}
	return strings.Join(names, ", ")
}

// whoami asks Kratos for the session of the request's cookie; nil if there is none. Only Kratos knows: the cookie
// itself says nothing, and the session may have just ended.
func (a *App) whoami(r *http.Request) (*session, error) {
	var found session
	status, err := a.askKratos(r, "/sessions/whoami", &found)
	switch {
	case err != nil:
		return nil, err
	case status == http.StatusUnauthorized:
		return nil, nil
	case status != http.StatusOK || found.ID == "":
		return nil, fmt.Errorf("whoami answered %d", status)
	}
	return &found, nil
}

// askKratos calls Kratos' public API for the browser that made r, with those of its cookies that are Kratos'.
func (a *App) askKratos(r *http.Request, path string, into any) (status int, err error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, a.cfg.KratosPublicURL+path, nil)
	if err != nil {
		return 0, err
	}
	for _, cookie := range r.Cookies() {
		if strings.HasPrefix(cookie.Name, "ory_kratos_") || strings.HasPrefix(cookie.Name, "csrf_token") {
			req.AddCookie(cookie)
		}
	}
	return a.send(req, into)
}

// send decodes a successful response into the value that into points to. Other responses yield only the status; no
// response is an error.
func (a *App) send(req *http.Request, into any) (status int, err error) {
	req.Header.Set("Accept", "application/json")
	resp, err := a.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode, nil
	}
	if json.Unmarshal(answer, into) != nil {
		return 0, errors.New("the response cannot be decoded")
	}
	return resp.StatusCode, nil
}
