package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// textKind is the kind of a field, which determines how it handles misleading text. The zero value is text for users.
type textKind int

const (
	// forPeople is text that users read: misleading text is refused with the name of the field, ordinary text is
	// accepted.
	forPeople textKind = iota
	// named is one of few values, or has a form: both are refused by the field's name.
	named
	// sealed is created by Latchkey or by an authenticator: anything else is refused.
	sealed
	// sought is looked for, and neither kept nor given back.
	sought
)

// textKinds are the fields of bodies that are not text for users. Unlisted fields are: a new field of the contract
// gets the strictest rule until it is listed.
var textKinds = map[string]textKind{
	"rp_id": named, "audience": named, "nonce": named, "expires_at": named, "session_id": named,
	"ceremony": sealed, "gate": sealed, "interaction": sealed, "code": sealed,
	"binding": named, "verifier": sealed,
	"credential.id": sealed, "credential.rawId": sealed, "credential.response.clientDataJSON": sealed,
	"credential.response.attestationObject": sealed, "credential.response.authenticatorData": sealed,
	"credential.response.signature": sealed, "credential.response.userHandle": sealed,
	"return_to":  sealed, // an address to return to that is not allowed is dropped
	"identifier": sought, "filter.identity": sought,
	"filter.identity_id": named, "filter.aaguid": named, "filter.key_identifier": named, "filter.rp_id": named,
	"filter.unused_since": named, "filter.created_since": named, "filter.created_until": named,
}

// misleading are the characters that make a text look different from what it is, or empty. Line feed and tab are
// allowed in text with lines.
func misleading() []rune {
	list := []rune{0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x7f}
	for r := rune(0); r < 0x20; r++ {
		if r != '\n' && r != '\t' {
			list = append(list, r)
		}
	}
	for r := rune(0x80); r < 0xa0; r++ {
		list = append(list, r)
	}
	return list
}

// Real names that need joiners, or run from right to left.
var realNames = []string{
	"👩\u200d👧 phone", "❤\ufe0f\u200d🔥", "کلید می\u200cخواهم", "क\u094d\u200dष key", "مفتاح الهاتف", "מפתח Yubikey 5", "Ångström’s Schlüssel", "家の鍵",
}

// textMarker is in every refused text, to find what was stored of it.
const textMarker = "RUE001"

// testText sends text that misleads to every field of the contract that takes text.
func testText(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	person.stepUp(t, device)
	passkey := person.passkeys(t)[0].ID
	w := &textWalk{s: s, person: person, ids: map[string]string{
		"/v1/passkeys/": passkey.String(), "/admin/v1/passkeys/": passkey.String(), "/admin/v1/identities/": user.IdentityID.String(),
	}}
	t.Run("contract", w.contract)
	t.Run("nothing is kept", w.nothingKept)
	t.Run("real names", w.realNames)
	t.Run("transports", w.transports)
	t.Run("browser", w.browser)
}

type textWalk struct {
	s      *stack
	person caller
	ids    map[string]string // of what real paths are about, by what is before them
}

// contract walks all fields.
func (w *textWalk) contract(t *testing.T) {
	fields := textFields(t, w.s.anyone(), "hooks", "oidc") // of Kratos, which has a key
	used, people := map[string]bool{}, 0
	for _, field := range fields {
		name := strings.Join(field.name, ".")
		kind := textKinds[name]
		if field.in == "query" {
			kind = sought
		} else {
			used[name] = true
		}
		if kind == forPeople {
			people++
			w.takes(t, field)
		}
		for _, r := range misleading() {
			w.refuses(t, field, kind, "Pay "+string(r)+textMarker+" to Ann")
		}
	}
	t.Logf("%d fields, %d of them text for people", len(fields), people)
	for name := range textKinds {
		if !used[name] {
			t.Errorf("the contract has no field %s", name)
		}
	}
	for _, field := range []string{
		"POST /v1/registration/begin name", "POST /v1/registration/finish name", "PATCH /v1/passkeys/{id} name", "POST /v1/confirmations/begin payload",
		"POST /admin/v1/identities/{id}/mfa-reset reason", "POST /admin/v1/identities/{id}/mfa-reset approved_by",
		"POST /admin/v1/identities/{id}/enrolment-code reason", "POST /admin/v1/approvals/{id}/cancel reason", "POST /admin/v1/keys name",
	} {
		if !slices.ContainsFunc(fields, func(f textField) bool { return f.key() == field }) {
			t.Errorf("the walk did not come to %s", field)
		}
	}
}

// send sends text in that field, about something real or about nothing.
func (w *textWalk) send(t *testing.T, f textField, text string, about bool) answer {
	t.Helper()
	c, path := w.person, f.path
	if strings.HasPrefix(path, "/admin/") {
		c = w.s.support()
	}
	if before, after, ok := strings.Cut(path, "{id}"); ok {
		id := uuid.NewString()
		if known, ok := w.ids[before]; ok && about {
			id = known
		}
		path = before + id + after
	}
	var body any
	if f.in == "query" {
		path += "?" + url.Values{f.name[0]: {text}}.Encode()
	} else {
		body = f.bodyWith(text)
	}
	got, err := c.sendBy(t.Context(), keptAlive, f.method, path, body)
	must(t, err)
	return got
}

func (w *textWalk) refuses(t *testing.T, f textField, kind textKind, text string) {
	t.Helper()
	got := w.send(t, f, text, true)
	switch {
	case got.status >= 500:
		t.Errorf("%s: %q: %d %s", f.key(), text, got.status, got.body)
	case strings.Contains(string(got.body), textMarker):
		t.Errorf("%s gives %q back: %d %s", f.key(), text, got.status, got.body)
	case kind == sought:
	case got.status < 400:
		t.Errorf("%s takes %q: %d %s", f.key(), text, got.status, got.body)
	case kind != sealed && !got.refusesField(f.name[len(f.name)-1]):
		t.Errorf("%s: %q is not refused by name: %d %s", f.key(), text, got.status, got.body)
	}
}

// takes: about nothing that exists, so that nothing is done.
func (w *textWalk) takes(t *testing.T, f textField) {
	t.Helper()
	for _, text := range realNames {
		if got := w.send(t, f, text, false); got.status >= 500 || got.refusesField(f.name[len(f.name)-1]) {
			t.Errorf("%s does not take %q: %d %s", f.key(), text, got.status, got.body)
		}
	}
}

func (a answer) refusesField(name string) bool {
	return a.status == http.StatusBadRequest && strings.Contains(string(a.body), `"code":"invalid_request"`) &&
		(strings.Contains(string(a.body), `"field":"`+name+`"`) || strings.Contains(string(a.body), `"field":"filter/`+name+`"`))
}

// nothingKept: whatever the API lists, and the audit log, are free of what was refused.
func (w *textWalk) nothingKept(t *testing.T) {
	for _, path := range []string{"/v1/passkeys", "/v1/activity", "/v1/session"} {
		w.clean(t, w.person, path)
	}
	for _, path := range []string{"/admin/v1/audit-events?page_size=200", "/admin/v1/passkeys", "/admin/v1/keys", "/admin/v1/mfa-resets", "/admin/v1/approvals", "/admin/v1/deliveries"} {
		w.clean(t, w.s.support(), path)
	}
}

func (w *textWalk) clean(t *testing.T, c caller, path string) {
	t.Helper()
	got := c.do(t, http.MethodGet, path, nil)
	got.want(t, http.StatusOK, nil)
	if strings.Contains(string(got.body), textMarker) {
		t.Errorf("%s has what was refused: %s", path, got.body)
	}
}

// realNames are taken and come back as they were.
func (w *textWalk) realNames(t *testing.T) {
	id := w.ids["/v1/passkeys/"]
	for _, name := range realNames {
		w.person.do(t, http.MethodPatch, "/v1/passkeys/"+id, map[string]string{"name": name}).want(t, http.StatusOK, nil)
		if got := w.person.passkeys(t)[0].Name; got != name {
			t.Errorf("%q became %q", name, got)
		}
		w.person.do(t, http.MethodPost, "/v1/confirmations/begin", map[string]string{"payload": name + "\n\t100 EUR"}).want(t, http.StatusOK, nil)
	}
	user, person := w.s.app(t)
	b := person.begin(t, "registration").created(t, webauthntest.New(w.s.latchkey.PublicURL))
	var made passkey
	person.do(t, http.MethodPost, "/v1/registration/finish", map[string]any{"ceremony": b.Ceremony, "credential": b.Credential, "name": realNames[0]}).
		want(t, http.StatusCreated, &made)
	if made.Name != realNames[0] {
		t.Errorf("%q became %q", realNames[0], made.Name)
	}
	for _, verb := range []string{"suspend", "resume"} {
		w.s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+made.ID.String()+"/"+verb, map[string]string{"reason": realNames[2]}).want(t, http.StatusOK, nil)
	}
	got := w.s.support().do(t, http.MethodGet, "/admin/v1/audit-events?identity_id="+user.IdentityID.String(), nil)
	if strings.Count(string(got.body), `"reason":"`+realNames[2]+`"`) != 2 {
		t.Errorf("the reasons are not on record as they were given: %s", got.body)
	}
}

// transports that are none are not kept, and do not keep a passkey out.
func (w *textWalk) transports(t *testing.T) {
	_, person := w.s.app(t)
	device := webauthntest.New(w.s.latchkey.PublicURL)
	device.Transports = []string{"internal", "u\u202esb", "nfc\x00", "\u0085", textMarker + "\u200f"}
	person.register(t, device)
	var list struct {
		Passkeys []struct {
			Transports []string `json:"transports"`
		} `json:"passkeys"`
	}
	person.do(t, http.MethodGet, "/v1/passkeys", nil).want(t, http.StatusOK, &list)
	if got := list.Passkeys[0].Transports; !slices.Equal(got, []string{"internal"}) {
		t.Errorf("kept the transports %q", got)
	}
	w.nothingKept(t)
}

// browser: a misleading user agent is not refused, but recorded without the misleading characters.
func (w *textWalk) browser(t *testing.T) {
	user, person := w.s.app(t)
	person.header.Set("User-Agent", "Browser\u202e\u2066 1\u009b2J\u0085\u200f")
	person.register(t, webauthntest.New(w.s.latchkey.PublicURL))
	got := w.s.support().do(t, http.MethodGet, "/admin/v1/audit-events?identity_id="+user.IdentityID.String(), nil)
	got.want(t, http.StatusOK, nil)
	if !strings.Contains(string(got.body), `"user_agent":"Browser 12J"`) {
		t.Errorf("got %s, want the user agent Browser 12J", got.body)
	}
}
