package web

import (
	"maps"
	"net/url"
)

// links are the URLs that a shell passes to its element as attributes.
type links struct {
	ReturnTo string // checked
	Login    string // Kratos' login, which returns here; from the login page it continues to ReturnTo
	OwnLogin string // ours
	Setup    string
	StepUp   string
	Passkeys string
	Recover  string
	NotMe    string
}

// links returns the links of a page. lang is the language that the query requests, or ""; the links keep it.
func (w *Web) links(page string, query url.Values, lang string) links {
	raw := query.Get("return_to")
	returnTo := w.returnTo(raw)
	on := url.Values{}
	if raw != "" {
		on.Set("return_to", returnTo)
	}
	if lang != "" {
		on.Set("lang", lang)
	}
	recover := url.Values{}
	for name, values := range on {
		recover[name] = values
	}
	if gate := query.Get("gate"); page == "step-up" && gate != "" {
		recover.Set("gate", gate) // a code confirms the login that the passkey would have confirmed
	}
	return links{
		ReturnTo: returnTo,
		Login:    w.loginURL(page, query, returnTo, on),
		OwnLogin: w.page("login", on),
		Setup:    w.page("setup", on),
		StepUp:   w.page("step-up", on),
		Passkeys: w.page("passkeys", on),
		Recover:  w.page("recover", recover),
		NotMe:    w.page("not-me", on),
	}
}

func (w *Web) loginURL(page string, query url.Values, returnTo string, on url.Values) string {
	if interaction := query.Get("interaction"); page == "login" && interaction != "" {
		// Return to the Kratos flow that redirected here.
		return w.basePath + "/oauth2/deny?interaction=" + url.QueryEscape(interaction)
	}
	back := w.absolute(returnTo)
	if page == "not-me" && query.Has("passkey") {
		on = maps.Clone(on)
		on.Set("passkey", query.Get("passkey")) // keep the mail's passkey across signing in
	}
	if page == "step-up" {
		on = withDemand(on, query)
	}
	if page != "login" {
		back = w.absolute(w.page(page, on))
	}
	return w.cfg.KratosURL + "/self-service/login/browser?return_to=" + url.QueryEscape(back)
}

// withDemand adds what an application demands of the session, which is the same after signing in again.
func withDemand(on, query url.Values) url.Values {
	on = maps.Clone(on)
	for _, name := range []string{"max_age", "level"} {
		if query.Has(name) {
			on.Set(name, query.Get(name))
		}
	}
	return on
}

// signIn is our login page if that begins a session at Kratos, and Kratos' own otherwise.
func (w *Web) signIn(to links) string {
	if w.cfg.Session == "" {
		return to.Login
	}
	return to.OwnLogin
}

// page returns the path of a page.
func (w *Web) page(name string, query url.Values) string {
	address := w.basePath + "/" + name
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// returnTo applies the configured rule, and drops anything but web addresses, because a script navigates to the result.
func (w *Web) returnTo(raw string) string {
	if w.cfg.ReturnTo != nil {
		if address := w.cfg.ReturnTo(raw); navigable(address) {
			return address
		}
	}
	return w.basePath + "/passkeys"
}

// absolute returns the complete URL of a path on this host, as Kratos requires.
func (w *Web) absolute(address string) string {
	base, err := url.Parse(w.cfg.BaseURL)
	if err != nil {
		return address
	}
	ref, err := base.Parse(address)
	if err != nil {
		return address
	}
	return ref.String()
}
