package web

import (
	"net/http"
	"net/url"
	"strings"
)

var problemShell = shell("problem")

var (
	// passing are the codes after which the same request may succeed.
	passing = map[string]bool{"rate_limited": true, "internal": true, "kratos_unavailable": true, "store_unavailable": true}
	// startOver are the codes after which signing in helps.
	startOver = map[string]bool{"unauthenticated": true, "ceremony_invalid": true, "ceremony_expired": true, "ceremony_spent": true}
)

// ServeProblem answers a failed request with a page: what happened, what to do next, and a way out. The code is that of the
// problem document; status and headers of the failure are the caller's.
func (w *Web) ServeProblem(rw http.ResponseWriter, r *http.Request, status int, code, requestID string) {
	lang, wished := w.languages.choose(r)
	v := w.view("passkeys", url.Values{"return_to": r.URL.Query()["return_to"]}, lang, wished) // with its links
	if code == "not_found" && r.Method == http.MethodGet && !w.onlyConsole {
		w.rememberLanguage(rw, r)
	} else {
		v.Translations = nil // the switcher would repeat the request
	}
	v.Page, v.Problem = "problem", &problemView{
		What: w.explain(lang, code, "what"), Next: w.explain(lang, code, "next"),
		CodeLabel: w.sentence(lang, "failure.code"), Code: code,
		IDLabel: w.sentence(lang, "failure.request_id"), ID: requestID,
	}
	if v.Title = v.Problem.What; !w.onlyConsole {
		v.Problem.DiagnosisLabel, v.Problem.Diagnosis = w.sentence(lang, "failure.diagnose"), w.diagnosis(code, requestID)
	}
	if passing[code] && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		v.Problem.Again = w.sentence(lang, "problem.again")
	}
	key, address := w.wayOut(v.Links, code)
	v.Problem.Onward, v.Problem.OnwardURL = w.sentence(lang, key), address
	w.setPageHeaders(rw.Header(), v.Lang, nil)
	rw.Header().Add("Vary", "Accept")
	w.render(rw, status, problemShell, v)
}

// diagnosis is the page that checks the browser. What failed is in the fragment, which browsers send to no server.
func (w *Web) diagnosis(code, requestID string) string {
	failed := url.Values{"code": {code}}
	if requestID != "" {
		failed.Set("request", requestID)
	}
	return w.page("diagnose", nil) + "#" + failed.Encode()
}

// explain returns the page's own sentence about a code, or that of the elements.
func (w *Web) explain(lang, code, member string) string {
	for _, key := range []string{"problem." + code, "errors." + code, "errors.internal"} {
		if sentence := w.sentence(lang, key+"."+member); sentence != "" {
			return strings.ReplaceAll(sentence, "{app}", w.cfg.AppName)
		}
	}
	return ""
}

// sentence falls back to English, and to "".
func (w *Web) sentence(lang, key string) string {
	if found := w.languages.messages[lang][key]; found != "" {
		return found
	}
	return w.languages.messages["en"][key]
}

// wayOut returns where the user can continue, and the key of its words.
func (w *Web) wayOut(to links, code string) (key, address string) {
	switch {
	case w.onlyConsole:
		return "problem.console", "/admin"
	case startOver[code]:
		return "signed_out.sign_in", w.signIn(to)
	case code == "enrolment_required":
		return "title.setup", to.Setup
	case code == "aal2_required" || code == "step_up_required":
		return "title.step-up", to.StepUp
	}
	return "title.passkeys", to.Passkeys
}
