package web

import (
	"net/http"
	"net/url"
	"strings"
)

const languageCookieAge = 365 * 24 * 3600 // seconds

// keptParameters are those of the pages that the switcher repeats, besides return_to.
var keptParameters = []string{"interaction", "gate", "passkey", "offer", "max_age", "level"}

// translation is one button of the switcher, which leads to the page in another language.
type translation struct {
	Name, Lang, Dir string
	Current         bool
}

// translations returns the buttons of the switcher in the order of the languages' codes, the same on every page.
func (l *languages) translations(current string) []translation {
	var all []translation
	for _, name := range l.names {
		m := l.messages[name]
		all = append(all, translation{m["switcher.name"], m["lang"], m["dir"], name == current})
	}
	return all
}

// kept returns what the switcher repeats of the query, so that nothing but unsaved input is lost. returnTo is checked.
func kept(query url.Values, returnTo string) map[string]string {
	kept := map[string]string{}
	if query.Get("return_to") != "" {
		kept["return_to"] = returnTo
	}
	for _, name := range keptParameters {
		if query.Has(name) {
			kept[name] = query.Get(name)
		}
	}
	return kept
}

// rememberLanguage keeps what the user selected in the switcher. A link of another site changes only the page it leads to.
func (w *Web) rememberLanguage(rw http.ResponseWriter, r *http.Request) {
	if name, asked := w.languages.choose(r); asked && r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		http.SetCookie(rw, &http.Cookie{
			Name: languageCookie, Value: name, Path: w.basePath + "/", MaxAge: languageCookieAge,
			Secure: strings.HasPrefix(w.cfg.BaseURL, "https:"), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
}
