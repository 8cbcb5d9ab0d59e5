package notify

import (
	"embed"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"maps"
	"net/netip"
	"path"
	"slices"
	"strings"
	"text/template"
	"time"

	"latchkey/store"
)

// All texts of mails are in messages/, one file per language.
//
//go:embed messages
var files embed.FS

var (
	textTemplate = template.Must(template.ParseFS(files, "messages/letter.txt"))
	htmlTemplate = htmltemplate.Must(htmltemplate.ParseFS(files, "messages/letter.html"))
)

// letter is the data of the templates. It contains nothing that the originator of the event wrote: names of passkeys
// and the browser's own name may be any text, such as an invitation to another site.
type letter struct {
	Language, Side         string // Side is where lines begin: "left" or "right"
	Subject                string
	What, IfYou, IfNot     string
	Lines                  []line
	Button, URL            string
	Support, SupportTarget string
	Footer                 string
}

type line struct{ Label, Value string }

// sentences are the texts of one language, with placeholders in braces.
type sentences struct {
	Lang   string           `json:"lang"`
	Dir    string           `json:"dir"` // "rtl", or "" for left to right
	Months []string         `json:"months"`
	Time   string           `json:"time"`
	Labels labels           `json:"labels"`
	Events map[string]event `json:"events"` // by type
	// What to do, one sentence each.
	Support        string `json:"support"`
	SupportNowhere string `json:"support_nowhere"`
	Browser        string `json:"browser"`
	BySupport      string `json:"by_support"`
	Unknown        string `json:"unknown"`
	Footer         string `json:"footer"`
	Button         string `json:"button"`
	NotMe          string `json:"not_me"`
	// Factors names the kinds of factors at Kratos; "other" is for unknown kinds.
	Factors map[string]string `json:"factors"`
	Alerts  alerts            `json:"alerts"`
}

type labels struct{ When, From, By string }

// event is the text for one type of event, or for one variant of it: "passkey.removed/disowned" replaces
// "passkey.removed" if the event's metadata says so.
type event struct {
	Subject string `json:"subject"`
	What    string `json:"what"`
	IfYou   string `json:"if_you"`
	IfNot   string `json:"if_not"`
	// NotMe makes the button lead to the page for users who did not do this.
	NotMe bool `json:"not_me"`
}

// alerts are the texts of one language for alerts to admins about users with a role.
type alerts struct {
	Person  string           `json:"person"` // labels
	Event   string           `json:"event"`
	Button  string           `json:"button"`
	Nowhere string           `json:"nowhere"` // instead of the button, if the console's address is not configured
	Footer  string           `json:"footer"`
	Events  map[string]event `json:"events"` // by type
	Models  models           `json:"models"`
}

// models are the texts of alerts about compromised models of authenticators.
type models struct {
	How     string            `json:"how"` // instead of the button
	Footer  string            `json:"footer"`
	Model   string            `json:"model"`   // the label of its ID
	Actions map[string]string `json:"actions"` // what will happen
	Events  map[string]event  `json:"events"`  // by type
}

// details is the part of an event's metadata that mails need. Latchkey wrote all of it.
type details struct {
	Kind string `json:"kind"` // of a factor
	How  string `json:"how"`  // why it is vouched for
	Role bool   `json:"role"` // the user has one
	// Adopted: the passkey was imported at a login. An import by the operator sends no mail.
	Adopted bool `json:"adopted"`
	// Of a compromised model. Its name and status are from FIDO's signed list.
	AAGUID         string    `json:"aaguid"`
	KeyIdentifier  string    `json:"key_identifier"` // in place of the AAGUID
	Model          string    `json:"model"`
	Status         string    `json:"status"`
	Action         string    `json:"action"`
	Passkeys       int64     `json:"passkeys"`
	Identities     int64     `json:"identities"`
	WithoutAnother int64     `json:"without_another"`
	DueAt          time.Time `json:"due_at"`
}

func detailsOf(e store.AuditEvent) (d details) {
	_ = json.Unmarshal(e.Metadata, &d) // events without metadata have no details
	return d
}

// firstFactors are the kinds that someone with a key without a PIN can change: their mail warns of a lost key instead
// of a stolen password.
var firstFactors = []string{"password", "oidc", "address"}

// textFor returns the text for an event, or false if there is none. Factors from before the first passkey are not news,
// and a recovery that suspends older passkeys records the end of codes even if there were none.
func (s sentences) textFor(e store.AuditEvent) (event, bool) {
	d := detailsOf(e)
	if e.Type == "factor.appeared" && (d.How == "first_passkey" || d.How == "import") {
		return event{}, false
	}
	if e.Type == "recovery_codes.ended" && !byStaff(e) && e.Reason != "passkey" && e.Reason != "factor" {
		return event{}, false
	}
	kind := d.How
	if kind == "" && slices.Contains(firstFactors, d.Kind) {
		kind = "first"
	}
	if d.Adopted {
		kind = "adopted"
	}
	if e.Reason != "" && !byStaff(e) { // a reason by staff is free text
		kind = e.Reason
	}
	if text, ok := s.Events[e.Type+"/"+kind]; ok {
		return text, true
	}
	text, ok := s.Events[e.Type]
	return text, ok
}

// mustLanguages panics if a file is broken, which the tests rule out.
func mustLanguages() map[string]sentences {
	all := map[string]sentences{}
	entries, err := files.ReadDir("messages")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".json" {
			continue
		}
		source, err := files.ReadFile("messages/" + entry.Name())
		if err != nil {
			panic(err)
		}
		var s sentences
		if err := json.Unmarshal(source, &s); err != nil || s.Lang+".json" != entry.Name() || len(s.Months) != 12 {
			panic(fmt.Errorf("%s: %w", entry.Name(), err))
		}
		all[s.Lang] = s
	}
	return all
}

// Languages returns the languages that have texts.
func Languages() []string { return slices.Sorted(maps.Keys(languages)) }

var languages = mustLanguages()

// side is for mail programs that know neither logical properties of CSS nor the dir of a document, which some remove.
func (s sentences) side() string {
	if s.Dir == "rtl" {
		return "right"
	}
	return "left"
}

func (s sentences) time(at time.Time) string {
	at = at.UTC()
	return strings.NewReplacer(
		"{day}", fmt.Sprint(at.Day()), "{month}", s.Months[at.Month()-1], "{year}", fmt.Sprint(at.Year()), "{time}", at.Format("15:04"),
	).Replace(s.Time)
}

func byStaff(e store.AuditEvent) bool {
	return e.ActorKind == store.ActorAdminKey || e.ActorKind == store.ActorIdentity && e.ActorID != e.IdentityID.String()
}

// from describes where the event came from, except for staff.
func (s sentences) from(e store.AuditEvent) line {
	if byStaff(e) {
		return line{s.Labels.By, s.BySupport}
	}
	var known []string
	if addr, err := netip.ParseAddr(e.IP); err == nil {
		known = append(known, addr.Unmap().WithZone("").String())
	}
	if browser := s.browser(e.UserAgent); browser != "" {
		known = append(known, browser)
	}
	if known == nil {
		return line{s.Labels.From, s.Unknown}
	}
	return line{s.Labels.From, strings.Join(known, ", ")}
}

// Names of browsers in the order of detection: most also call themselves Chrome and Safari.
var (
	browsers = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "Mac"},
		{"Linux", "Linux"},
	}
)

func (s sentences) browser(userAgent string) string {
	browser, system := firstIn(userAgent, browsers), firstIn(userAgent, systems)
	if browser == "" || system == "" {
		return browser + system
	}
	return strings.NewReplacer("{browser}", browser, "{system}", system).Replace(s.Browser)
}

func firstIn(userAgent string, known [][2]string) string {
	for _, k := range known {
		if strings.Contains(userAgent, k[0]) {
			return k[1]
		}
	}
	return ""
}
