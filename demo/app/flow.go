package app

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// flow is one of Kratos' self-service flows: a form that Kratos describes, this application renders and the browser
// sends to Kratos.
type flow struct {
	ReturnTo string `json:"return_to"`
	Refresh  bool   `json:"refresh"`       // the user is signed in and only has to authenticate again
	AAL      string `json:"requested_aal"` // aal2: the second factor is required
	UI       struct {
		Action   string    `json:"action"`
		Messages []message `json:"messages"`
		Nodes    []node    `json:"nodes"`
	} `json:"ui"`
}

type message struct {
	Text    string `json:"text"`
	Type    string `json:"type"` // info, success or error
	Context struct {
		// Where to use the passkey, after Latchkey's login gate refused a login.
		StepUpURL string `json:"step_up_url"`
	} `json:"context"`
}

// node is one element of the form.
type node struct {
	Type       string    `json:"type"` // input, text, img; others need Kratos' scripts and are not rendered
	Group      string    `json:"group"`
	Messages   []message `json:"messages"`
	Attributes struct {
		Name         string  `json:"name"`
		Type         string  `json:"type"`
		Value        any     `json:"value"`
		Required     bool    `json:"required"`
		Autocomplete string  `json:"autocomplete"`
		Src          string  `json:"src"`
		Text         message `json:"text"`
	} `json:"attributes"`
	Meta struct {
		Label message `json:"label"`
	} `json:"meta"`
}

// form is the part of a flow that is sent together: the default fields, and those of one group, such as password.
type form struct {
	Group                  string
	Hidden, Fields, Submit []node
}

// flow renders a flow that Kratos has begun and named in ?flow=. Without one, or if it has expired, Kratos begins
// another.
func (a *App) flow(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		begin := a.cfg.KratosURL + "/self-service/" + kind + "/browser"
		id := r.URL.Query().Get("flow")
		if id == "" {
			if back := r.URL.Query().Get("return_to"); back != "" { // Kratos refuses those that are not allowed
				begin += "?return_to=" + url.QueryEscape(back)
			}
			http.Redirect(w, r, begin, http.StatusSeeOther)
			return
		}
		var begun flow
		status, err := a.askKratos(r, "/self-service/"+kind+"/flows?id="+url.QueryEscape(id), &begun)
		switch {
		case err != nil:
			a.kratosDown(w)
		case status == http.StatusNotFound || status == http.StatusGone:
			http.Redirect(w, r, begin, http.StatusSeeOther)
		case status == http.StatusUnauthorized:
			http.Redirect(w, r, a.cfg.KratosURL+"/self-service/login/browser", http.StatusSeeOther)
		case status == http.StatusForbidden: // the cookie that belongs to the flow is missing
			a.fail(w, http.StatusForbidden, "This form belongs to another browser", "Go back to the home page and try again, with cookies allowed for this site.")
		case status != http.StatusOK:
			a.fail(w, http.StatusBadGateway, "Unexpected response from Kratos", fmt.Sprintf("The status was %d. Its log says more.", status))
		default:
			a.render(w, http.StatusOK, "flow", a.flowPage(kind, begun))
		}
	}
}

type flowPage struct {
	Kind     string
	Messages []message
	Action   string
	Forms    []form

	Latchkey string // the address of the SDK; "": no passkey on this page
	ReturnTo string // where a passkey login leads

	Back string // where Kratos redirects users afterwards, for the link from one form to the other; "": as configured

	RecoverURL string // the page for users who lost their passkeys
}

// flowPage offers a passkey login, except to users who have a session and must authenticate again at Kratos.
func (a *App) flowPage(kind string, begun flow) flowPage {
	nodes := begun.UI.Nodes
	if kind != "login" {
		// Latchkey does not create accounts, and only Latchkey may create the link to one: a link made by hand could
		// bind another user's passkeys to this account, and a removed passkey would come back.
		nodes = slices.DeleteFunc(nodes, func(n node) bool { return n.Group == "oidc" })
	}
	page := flowPage{Kind: kind, Messages: begun.UI.Messages, Action: begun.UI.Action, Forms: forms(nodes), Back: begun.ReturnTo}
	if kind == "login" && !begun.Refresh && begun.AAL != "aal2" {
		page.Latchkey = a.cfg.LatchkeyURL
		page.ReturnTo = cmp.Or(begun.ReturnTo, a.cfg.URL+"/")
		page.RecoverURL = a.recoverURL()
	}
	return page
}

// forms returns one form for each group. The nodes of the group "default" belong to all.
func forms(nodes []node) []form {
	var list []form
	for _, n := range nodes {
		if n.Group == "default" || len(list) > 0 && list[len(list)-1].Group == n.Group {
			continue
		}
		f := form{Group: n.Group}
		for _, part := range nodes {
			if part.Group == n.Group || part.forAll(n.Group) {
				f.add(part)
			}
		}
		slices.SortStableFunc(f.Fields, func(a, b node) int { return cmp.Compare(a.last(), b.last()) })
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b form) int { return cmp.Compare(a.last(), b.last()) })
	return list
}

// last places other providers below the password.
func (f form) last() int {
	if f.Group == "oidc" {
		return 1
	}
	return 0
}

// forAll reports whether a default node belongs to the group's form. Buttons of other providers need none.
func (n node) forAll(group string) bool {
	return n.Group == "default" && (group != "oidc" || n.Attributes.Type == "hidden")
}

// last places the password at the end, and before it the language, which few people fill in; Kratos may have them anywhere.
func (n node) last() int {
	switch {
	case n.Attributes.Type == "password":
		return 2
	case n.Attributes.Name == "traits.locale":
		return 1
	}
	return 0
}

func (f *form) add(n node) {
	switch {
	case n.Type == "input" && n.Attributes.Type == "hidden":
		f.Hidden = append(f.Hidden, n)
	case n.Type == "input" && n.Attributes.Type == "submit":
		f.Submit = append(f.Submit, n)
	case n.Type == "input" || n.Type == "text" || n.Type == "img":
		f.Fields = append(f.Fields, n)
	}
}

// Autocomplete returns the autofill hint. "webauthn" makes the browser offer passkeys in the same list.
func (n node) Autocomplete() string {
	if n.Attributes.Name == "identifier" {
		return "username webauthn"
	}
	return n.Attributes.Autocomplete
}

// kratosError is the page to which Kratos redirects users when a flow cannot continue.
func (a *App) kratosError(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Error struct {
			Message string `json:"message"`
			Reason  string `json:"reason"`
		} `json:"error"`
	}
	status, err := a.askKratos(r, "/self-service/errors?id="+url.QueryEscape(r.URL.Query().Get("id")), &said)
	switch {
	case err != nil:
		a.kratosDown(w)
	case status != http.StatusOK:
		a.fail(w, http.StatusNotFound, "Something went wrong", "Kratos no longer has the details. Go back to the home page and try again.")
	default:
		a.fail(w, http.StatusInternalServerError, "Something went wrong at Kratos", strings.TrimSpace(said.Error.Message+" "+said.Error.Reason))
	}
}
