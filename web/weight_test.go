package web

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// heaviest is what a page may weigh in all when it is first drawn, in bytes: document, scripts, sentences and styles. Pictures and
// the answers of the API are not counted. TestPageWeights in e2e checks that browsers fetch nothing else.
const heaviest = 60_000

// A first view is a page and the modules that it loads on demand before it is drawn.
type firstView struct{ page, modules string }

// TestPageWeights weighs every first view in every language.
func TestPageWeights(t *testing.T) {
	t.Parallel()
	w := New(config())
	s := newServer(t, config())
	fetched := regexp.MustCompile(`<(?:link rel="(?:modulepreload|stylesheet)" href|script type="module" src)="/auth/([^"]+)"`)
	for _, view := range []firstView{
		{"setup", ""}, {"setup", "replace"}, {"setup", "lostpasskey"}, {"setup", "localpasskey"}, {"setup", "stale"}, {"login", ""}, {"login", "misplaced"},
		{"step-up", ""}, {"step-up", "stale"}, {"passkeys", "questions"}, {"passkeys", "recovery-codes"}, {"passkeys", "recovery-codes factors"}, {"passkeys", "recovery-codes replacement"},
		{"recover", ""}, {"recover", "replace"}, {"recover", "lostpasskey"}, {"not-me", ""}, {"diagnose", ""},
	} {
		for _, lang := range w.languages.names {
			_, document := request(t, "GET", s.URL+"/"+view.page, "Accept-Language", w.languages.messages[lang]["lang"])
			files := map[string]bool{}
			for _, file := range fetched.FindAllStringSubmatch(document, -1) {
				files[file[1]] = true
			}
			for _, section := range otherSections(t, view.page) {
				files["elements/messages."+lang+"."+section+".js"] = true
			}
			for _, module := range strings.Fields(view.modules) {
				needed := needs(w.scripts, "elements/"+module+".js")
				for _, file := range append(needed, w.messageModules(lang, needed)...) {
					files[file] = true
				}
			}
			total := len(document)
			for file := range files {
				_, body := request(t, "GET", s.URL+"/"+file)
				total += len(body)
			}
			name := strings.TrimSuffix(view.page+" "+view.modules, " ") + " in " + lang
			t.Logf("%6d bytes: %s", total, name)
			if total > heaviest {
				t.Errorf("%s weighs %d bytes", name, total)
			}
		}
	}
}

var sectionsOf = regexp.MustCompile(`get sections\(\) \{\s*return \[([^\]]*)\]`)

// otherSections returns the sentences that an element needs, where it names them.
func otherSections(t *testing.T, element string) []string {
	t.Helper()
	script, err := os.ReadFile("elements/" + element + ".js")
	if err != nil {
		t.Fatal(err)
	}
	named := sectionsOf.FindSubmatch(script)
	if named == nil {
		return nil
	}
	return strings.FieldsFunc(string(named[1]), func(r rune) bool { return strings.ContainsRune("', ", r) })
}
