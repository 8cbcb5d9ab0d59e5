package web

import (
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestShellsHaveTheirSentences(t *testing.T) {
	m := mustLanguages().messages["en"]
	for _, key := range []string{"lang", "noscript", "login.identifier"} {
		if m[key] == "" {
			t.Errorf("no sentence %s", key)
		}
	}
	for _, name := range pageNames {
		if m["title."+name] == "" {
			t.Errorf("no sentence title.%s", name)
		}
	}
}

// serverCodes are those of the HTTP contract, browserCodes those of the SDK alone.
const serverCodes = `invalid_request ceremony_invalid ceremony_expired passkey_rejected recovery_code_rejected unauthenticated aal2_required
step_up_required enrolment_required forbidden_origin identity_inactive forbidden not_found already_registered ceremony_spent
limit_reached authenticator_not_allowed last_passkey conflict payload_too_large unsupported_media_type locked rate_limited internal kratos_unavailable
store_unavailable cookie_conflict method_not_allowed kratos_refused kratos_misconfigured clocks_differ identity_deleted
insufficient_authentication`

const browserCodes = `cancelled timed_out already_registered not_supported insecure_context wrong_domain no_authenticator
user_verification_impossible blocked gesture_missing network unknown`

func TestEveryFailureSaysWhatHappenedAndWhatToDo(t *testing.T) {
	m := mustLanguages().messages["en"]
	codes := strings.Fields(serverCodes + " " + browserCodes)
	for _, code := range codes {
		for _, member := range []string{"what", "next"} {
			if m["errors."+code+"."+member] == "" {
				t.Errorf("no sentence errors.%s.%s", code, member)
			}
		}
	}
	for key := range m {
		if stem, isWhat := strings.CutSuffix(key, ".what"); isWhat && m[stem+".next"] == "" {
			t.Errorf("%s does not say what to do next", stem)
		}
		rest, isError := strings.CutPrefix(key, "errors.")
		if code, _, _ := strings.Cut(rest, "."); isError && !slices.Contains(codes, code) {
			t.Errorf("%s is no code of server or SDK", key)
		}
	}
}

// Sentences belong in the messages files: a shell has none of its own.
func TestShellsHaveNoSentences(t *testing.T) {
	words := regexp.MustCompile(`>[^<>{}]*[A-Za-z]{2,}[^<>{}]*<`)
	action := regexp.MustCompile(`(?s){{.*?}}`)
	for _, name := range append([]string{"layout"}, pageNames...) {
		file, err := pageFiles.ReadFile("pages/" + name + ".html")
		if err != nil {
			t.Fatal(err)
		}
		if found := words.FindString(action.ReplaceAllString(string(file), "")); found != "" {
			t.Errorf("%s.html says %q itself", name, found)
		}
	}
}

// Keys are written whole in the elements, or begin so and are joined; what no element names is dead weight on every page.
func TestNoSentenceIsUnused(t *testing.T) {
	var sources strings.Builder
	files, err := filepath.Glob("*/*.js") // of elements/ and admin/
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasPrefix(filepath.Base(file), "messages.") {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(source)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(mustLanguages().messages["en"])) {
		section, rest, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other"), ".")
		if slices.Contains([]string{"lang", "dir", "noscript", "switcher", "title", "errors", "reasons", "failure"}, section) {
			continue
		}
		last := rest[strings.LastIndexByte(rest, '.')+1:]
		if !regexp.MustCompile(`[.'"` + "`" + `]` + last + `['"` + "`" + `]|\$\{\w+\}`).MatchString(sources.String()) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func TestLanguageOfAPage(t *testing.T) {
	l := mustLanguages()
	for _, test := range []struct {
		accept, query, want string
	}{
		{"", "", "en"},
		{"de", "", "de"},
		{"de-AT,en;q=0.5", "", "de"},
		{"en;q=0.5,de;q=0.9", "", "de"},
		{"tlh,de;q=0.2", "", "de"},
		{"fr-CA,de;q=0.2", "", "fr"},
		{"pt-BR,en;q=0.5", "", "pt"},
		{"pt,de;q=0.5", "", "pt"},
		{"pt-PT,pt;q=0.9,en;q=0.5", "", "pt"},
		{"pt-PT,en;q=0.5", "", "pt"},
		{"en", "?lang=pt-BR", "pt"},
		{"de;q=0", "", "en"},
		{"DE-ch", "", "de"},
		{"en", "?lang=de", "de"},
		{"de", "?lang=en", "en"},
		{"de", "?lang=../../x", "de"},
		{"en", "?lang=de-AT", "de"},
		{"tlh", "", "en"},
		{"*", "", "en"},
		{"%%%,,;q=x", "", "en"},
		{"de;q=2", "", "de"},
		{strings.Repeat("de-", 400) + "de", "", "en"},
		{strings.Repeat("a-b-c,", 5000), "", "en"},
	} {
		r := httptest.NewRequest("GET", "/setup"+test.query, nil)
		r.Header.Set("Accept-Language", test.accept)
		if got, asked := l.choose(r); got != test.want || asked != (strings.HasPrefix(test.query, "?lang=") && !strings.Contains(test.query, "/")) {
			t.Errorf("Accept-Language %.40q, %s: %s (%v), want %s", test.accept, test.query, got, asked, test.want)
		}
	}
}

// A language requested in the query stays, on the page and in its links.
func TestWishedLanguageStays(t *testing.T) {
	s := newServer(t, config())
	for _, lang := range mustLanguages().names {
		resp, body := request(t, "GET", s.URL+"/step-up?gate=g&lang="+lang, "Accept-Language", "xx")
		tag, dir := mustLanguages().messages[lang]["lang"], mustLanguages().messages[lang]["dir"]
		if resp.Header.Get("Content-Language") != tag || !strings.Contains(body, `<html lang="`+tag+`" dir="`+dir+`">`) ||
			!strings.Contains(body, "/elements/messages."+lang+".js") {
			t.Errorf("%s: %v\n%s", lang, resp.Header, body)
		}
		if got := setting(t, body, "recover-url"); got != "/auth/recover?gate=g&lang="+lang {
			t.Errorf("recover-url is %s", got)
		}
		if got := setting(t, body, "setup-url"); got != "/auth/setup?lang="+lang {
			t.Errorf("setup-url is %s", got)
		}
	}
}
