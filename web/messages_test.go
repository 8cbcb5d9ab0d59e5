package web

import (
	"regexp"
	"strings"
	"testing"
)

// serverCodes are those of the HTTP contract.
const serverCodes = `invalid_request ceremony_invalid ceremony_expired passkey_rejected unauthenticated aal2_required
step_up_required enrolment_required forbidden_origin identity_inactive forbidden not_found already_registered ceremony_spent
limit_reached last_passkey conflict payload_too_large unsupported_media_type locked rate_limited internal kratos_unavailable
store_unavailable`

const browserCodes = `cancelled timed_out already_registered not_supported insecure_context wrong_domain no_authenticator
user_verification_impossible blocked gesture_missing network unknown`

func TestEveryFailureSaysWhatHappenedAndWhatToDo(t *testing.T) {
	m := mustMessages()
	for _, code := range strings.Fields(serverCodes + " " + browserCodes) {
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
	}
}

// Keys are written whole in scripts and templates, or as a template literal whose values stand below.
func TestEveryKeyInUseHasItsSentence(t *testing.T) {
	m := mustMessages()
	used := map[string]bool{}
	literal := regexp.MustCompile(`'((?:common|signed_out|failure|setup|login|passkeys|step-up)\.[a-z_]+)'`)
	inTemplate := regexp.MustCompile(`{{t "([^"]+)"}}`)
	for _, name := range []string{"page", "setup", "login", "passkeys", "step-up"} {
		for _, found := range literal.FindAllStringSubmatch(read(t, "pages/"+name+".js"), -1) {
			used[found[1]] = true
		}
	}
	for _, name := range append([]string{"layout", "failure"}, pageNames...) {
		html, err := pageFiles.ReadFile("pages/" + name + ".html")
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range inTemplate.FindAllStringSubmatch(string(html), -1) {
			used[found[1]] = true
		}
	}
	for _, built := range strings.Fields(`lang common.synced common.device_only common.synced_means common.device_only_means
		failure.code failure.request_id failure.time failure.expected failure.received
		setup.title login.title passkeys.title step-up.title`) {
		used[built] = true
	}
	for key := range used {
		if m[key] == "" {
			t.Errorf("%q is used and has no sentence", key)
		}
	}
	for key := range m {
		if !used[key] && !strings.HasPrefix(key, "errors.") && !strings.HasPrefix(key, "reasons.") {
			t.Errorf("%q is not used", key)
		}
	}
}

// Sentences belong in the messages file: an element of a shell has none of its own.
func TestShellsHaveNoSentences(t *testing.T) {
	words := regexp.MustCompile(`>[^<>{}]*[A-Za-z]{2,}[^<>{}]*<`)
	action := regexp.MustCompile(`{{[^}]*}}`)
	for _, name := range append([]string{"layout", "failure"}, pageNames...) {
		file, err := pageFiles.ReadFile("pages/" + name + ".html")
		if err != nil {
			t.Fatal(err)
		}
		if found := words.FindString(action.ReplaceAllString(string(file), "")); found != "" {
			t.Errorf("%s.html says %q itself", name, found)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	file, err := assets.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}
