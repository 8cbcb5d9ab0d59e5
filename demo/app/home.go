package app

import (
	"net/http"
	"net/url"
	"time"
)

// home is for everybody; what it shows depends on the sessions of the person who looks. There may be two: Kratos', from
// a password, and our own, from a passkey.
func (a *App) home(w http.ResponseWriter, r *http.Request) {
	page := homePage{
		SetupURL:    a.cfg.LatchkeyURL + "/setup?return_to=" + url.QueryEscape(a.cfg.URL+"/"),
		PasskeysURL: a.cfg.LatchkeyURL + "/passkeys?return_to=" + url.QueryEscape(a.cfg.URL+"/"),
	}
	// Kratos brings the person back to the passkeys, and Latchkey from there to us.
	page.SignInURL = a.cfg.KratosURL + "/self-service/login/browser?return_to=" + url.QueryEscape(page.PasskeysURL)

	var err error
	if page.Kratos, err = a.whoami(r); err != nil {
		a.kratosDown(w)
		return
	}
	if found, ok := a.sessions.get(a.cookie(r, sessionCookie)); ok {
		if page.Person, err = a.person(r.Context(), found.IdentityID); err != nil {
			a.kratosDown(w)
			return
		}
		if page.Person != nil { // else the account is gone, and so is our session
			page.Passkey = &found
		}
	}
	a.render(w, http.StatusOK, "home", page)
}

type homePage struct {
	Kratos  *kratosSession // nil: none
	Passkey *session       // nil: none
	Person  *identity      // whose passkey it was

	SetupURL, PasskeysURL, SignInURL string
}

func (p homePage) SignedIn() bool { return p.Kratos != nil || p.Passkey != nil }

// Called greets the person.
func (p homePage) Called() string {
	if p.Passkey != nil {
		return p.Person.Called()
	}
	return p.Kratos.Identity.Called()
}

// TwoPeople have used this browser, one with a password and one with a passkey.
func (p homePage) TwoPeople() bool {
	return p.Kratos != nil && p.Passkey != nil && p.Kratos.Identity.ID != p.Passkey.IdentityID
}

// logout ends our own session, and then has the browser end the one at Kratos, which deletes its cookie and sends the
// person home.
func (a *App) logout(w http.ResponseWriter, r *http.Request) {
	a.sessions.remove(a.cookie(r, sessionCookie))
	a.setCookie(w, sessionCookie, "", http.SameSiteLaxMode, -time.Second)
	var begun struct {
		URL string `json:"logout_url"`
	}
	status, err := a.askKratos(r, "/self-service/logout/browser", &begun)
	switch {
	case err != nil:
		a.kratosDown(w)
	case status == http.StatusOK && begun.URL != "":
		http.Redirect(w, r, begun.URL, http.StatusSeeOther)
	default: // no session there
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}
