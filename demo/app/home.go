package app

import (
	"net/http"
	"net/url"
)

// home is public; its content depends on the session at Kratos. Password and passkey lead to the same kind of session.
func (a *App) home(w http.ResponseWriter, r *http.Request) {
	back := "?return_to=" + url.QueryEscape(a.cfg.URL+"/")
	page := homePage{
		SetupURL:    a.cfg.LatchkeyURL + "/setup" + back,
		PasskeysURL: a.cfg.LatchkeyURL + "/passkeys" + back,
		RecoverURL:  a.recoverURL(),
	}
	var err error
	if page.Session, err = a.whoami(r); err != nil {
		a.kratosDown(w)
		return
	}
	a.render(w, http.StatusOK, "home", page)
}

type homePage struct {
	Session *session // nil: signed out

	SetupURL, PasskeysURL, RecoverURL string
}

// recoverURL is Latchkey's page that accepts a recovery code instead of a lost passkey. It requires a session, by
// password.
func (a *App) recoverURL() string {
	return a.cfg.LatchkeyURL + "/recover?return_to=" + url.QueryEscape(a.cfg.URL+"/")
}

// logout makes the browser end the session at Kratos, which deletes its cookie and redirects the user to the home page.
func (a *App) logout(w http.ResponseWriter, r *http.Request) {
	var begun struct {
		URL string `json:"logout_url"`
	}
	status, err := a.askKratos(r, "/self-service/logout/browser", &begun)
	switch {
	case err != nil:
		a.kratosDown(w)
	case status == http.StatusOK && begun.URL != "":
		http.Redirect(w, r, begun.URL, http.StatusSeeOther)
	default: // no session at Kratos
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}
