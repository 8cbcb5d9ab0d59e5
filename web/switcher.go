package web

import (
	"net/http"
	"net/url"
	"strings"
)

const languageCookieAge = 365 * 24 * 3600 // seconds

// keptParameters are those of the pages that the links of the switcher repeat, besides return_to.
var keptParameters = []string{"interaction", "gate", "passkey", "offer"}

// maxKeptQuery bounds what the links repeat, once for each language.
const maxKeptQuery = 4096

// translation is one entry of the switcher: the page in another language, with its query, so that nothing but unsaved input
// is lost.
type translation struct {
	Name, Lang, Dir string
	Href            string // relative to the page
	Current         bool
}

// translations returns the entries of the switcher in the order of the languages' codes, the same on every page. returnTo is checked.
func (l *languages) translations(query url.Values, returnTo, current string) []translation {
	kept := url.Values{}
	if query.Get("return_to") != "" {
		kept.Set("return_to", returnTo)
	}
	for _, name := range keptParameters {
		if query.Has(name) {
			kept.Set(name, query.Get(name))
		}
	}
	if len(kept.Encode()) > maxKeptQuery {
		kept = url.Values{}
	}
	var all []translation
	for _, name := range l.names {
		m := l.messages[name]
		kept.Set("lang", name)
		all = append(all, translation{m["switcher.name"], m["lang"], m["dir"], "?" + kept.Encode(), name == current})
	}
	return all
}

// rememberLanguage keeps what the user selected in the switcher. The link of another site changes only the page it leads to.
func (w *Web) rememberLanguage(rw http.ResponseWriter, r *http.Request) {
	if name, asked := w.languages.choose(r); asked && r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		http.SetCookie(rw, &http.Cookie{
			Name: languageCookie, Value: name, Path: w.basePath + "/", MaxAge: languageCookieAge,
			Secure: strings.HasPrefix(w.cfg.BaseURL, "https:"), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
}
