package web

import (
	"maps"
	"net/url"
	"strings"
)

// links are the addresses that a shell hands to its element, as attributes.
type links struct {
	ReturnTo string // checked
	Login    string // Kratos' login, which comes back here; from the login page it goes on to ReturnTo
	Setup    string
	Passkeys string
	Recover  string
	NotMe    string
}

// links of a page. lang is the language that the address asks for, or "": whoever wished for one keeps it on the way.
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
		recover.Set("gate", gate) // a code opens what a passkey would have opened
	}
	return links{
		ReturnTo: returnTo,
		Login:    w.loginURL(page, query, returnTo, on),
		Setup:    w.page("setup", on),
		Passkeys: w.page("passkeys", on),
		Recover:  w.page("recover", recover),
		NotMe:    w.page("not-me", on),
	}
}

func (w *Web) loginURL(page string, query url.Values, returnTo string, on url.Values) string {
	if interaction := query.Get("interaction"); page == "login" && interaction != "" {
		// Whom Kratos sent here goes back to the flow they came from.
		return w.basePath + "/oauth2/deny?interaction=" + url.QueryEscape(interaction)
	}
	back := w.absolute(returnTo)
	if page == "not-me" && query.Has("passkey") {
		on = maps.Clone(on)
		on.Set("passkey", query.Get("passkey")) // what the mail has named is still meant after signing in
	}
	if page != "login" {
		back = w.absolute(w.page(page, on))
	}
	return w.cfg.KratosURL + "/self-service/login/browser?return_to=" + url.QueryEscape(back)
}

// page is the path of one of our pages.
func (w *Web) page(name string, query url.Values) string {
	address := w.basePath + "/" + name
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// returnTo asks the configured rule. What is no web address is dropped even then: a script would navigate to it.
func (w *Web) returnTo(raw string) string {
	if w.cfg.ReturnTo != nil {
		if address := w.cfg.ReturnTo(raw); navigable(address) {
			return address
		}
	}
	return w.basePath + "/passkeys"
}

// navigable: an absolute http(s) URL, or a path of this host. Browsers read "\" as "/" and skip control characters, so
// neither may occur.
func navigable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || r <= ' ' || r == 0x7f }) {
		return false
	}
	if u.Scheme == "" {
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// absolute gives Kratos the whole address of a path on our host.
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
