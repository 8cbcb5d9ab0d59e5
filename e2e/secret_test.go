package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// seen holds all that the tests have sent or received and that no log may hold, by its kind.
var seen struct {
	sync.Mutex
	secrets map[string]map[string]bool
}

func remember(kind, secret string) {
	if secret == "" {
		return
	}
	seen.Lock()
	defer seen.Unlock()
	if seen.secrets == nil {
		seen.secrets = map[string]map[string]bool{}
	}
	if seen.secrets[kind] == nil {
		seen.secrets[kind] = map[string]bool{}
	}
	seen.secrets[kind][secret] = true
}

// secretMembers are the JSON members of requests and answers whose values are secrets, or prove something.
var secretMembers = map[string]bool{
	"ceremony": true, "challenge": true, "key": true, "signature": true, "userHandle": true,
	"clientDataJSON": true, "authenticatorData": true, "attestationObject": true,
}

// rememberBody takes the secrets out of a JSON body; what is no JSON has none.
func rememberBody(body []byte) {
	var value any
	if json.Unmarshal(body, &value) == nil {
		rememberMembers(value)
	}
}

func rememberMembers(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			rememberMembers(element)
		}
	case map[string]any:
		for name, member := range value {
			text, isText := member.(string)
			if isText && secretMembers[name] {
				remember(name, text)
			}
			if clientData, err := base64.RawURLEncoding.DecodeString(text); name == "clientDataJSON" && err == nil {
				rememberBody(clientData) // with the challenge
			}
			rememberMembers(member)
		}
	}
}

// leaked names the kinds of secrets that a text holds, each with the line. A piece from the middle of a secret gives it
// away: it would also show in a text that was cut.
func leaked(text string) []string {
	seen.Lock()
	defer seen.Unlock()
	var found []string
	beginning := map[string][]string{} // pieces by their first bytes, because one search for each takes seconds in a long log
	kinds := map[string]map[string]bool{}
	for kind, secrets := range seen.secrets {
		for secret := range secrets {
			p := piece(secret)
			if kinds[p] == nil {
				kinds[p] = map[string]bool{}
				beginning[p[:min(len(p), headSize)]] = append(beginning[p[:min(len(p), headSize)]], p)
			}
			kinds[p][kind] = true
		}
	}
	sizes := map[int]bool{}
	for head := range beginning {
		sizes[len(head)] = true
	}
	for size := range sizes {
		for at := 0; at+size <= len(text); at++ {
			for _, p := range beginning[text[at:at+size]] {
				if strings.HasPrefix(text[at:], p) {
					for kind := range kinds[p] {
						found = append(found, kind+" in: "+lineAt(text, at))
					}
					delete(kinds, p) // each is named once
				}
			}
		}
	}
	return found
}

// headSize is how many bytes of a piece the search compares first.
const headSize = 8

func piece(secret string) string {
	if len(secret) < 36 {
		return secret
	}
	return secret[len(secret)/3 : len(secret)*2/3]
}

func lineAt(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}

// What looks like one of ours, or of Kratos', even if no test has noticed it pass.
var secretForms = regexp.MustCompile(`latchkey_admin_[A-Za-z0-9_-]{20}|ory_st_[A-Za-z0-9]{10}|ory_kratos_session=|latchkey_browser=[A-Z0-9]|(?i)bearer [a-z0-9_-]{16}`)

// checkLog looks for secrets and data races in all that a Latchkey has written.
func checkLog(t testing.TB, log string) {
	t.Helper()
	for _, leak := range leaked(log) {
		t.Errorf("a secret is in the log: %s", leak)
	}
	if found := secretForms.FindString(log); found != "" {
		t.Errorf("what looks like a secret is in the log: %.12s…", found)
	}
	if _, race, found := strings.Cut(log, "WARNING: DATA RACE"); found {
		t.Errorf("the binary has a data race:%s", race)
	}
}

// TestLeaksAreFound: a search that finds nothing must be one that would have found something.
func TestLeaksAreFound(t *testing.T) {
	cookie := "MTczMjI5NTk0OHxfX19fX19fX19fX19fX19fX19fX19fX19fX19fX19f"
	remember("cookie", cookie)
	rememberBody([]byte(`{"publicKey":{"challenge":"YS1jaGFsbGVuZ2UtdGhhdC1pcy1vbmx5LWhlcmU"},"list":[{"ceremony":"abcdefghijklmnopqrstuvwxyz0123456789"}]}`))
	clientData := base64.RawURLEncoding.EncodeToString([]byte(`{"challenge":"aW5zaWRlLW9mLWNsaWVudC1kYXRhLW9ubHktaGVyZQ"}`))
	rememberBody([]byte(`{"credential":{"response":{"clientDataJSON":"` + clientData + `"}}}`))
	for _, text := range []string{
		"before\n" + `{"msg":"request","cause":"` + cookie + `"}`, "cut short: " + cookie[:40],
		"YS1jaGFsbGVuZ2UtdGhhdC1pcy1vbmx5LWhlcmU", "abcdefghijklmnopqrstuvwxyz0123456789", "aW5zaWRlLW9mLWNsaWVudC1kYXRhLW9ubHktaGVyZQ",
	} {
		if len(leaked(text)) != 1 {
			t.Errorf("not found in %q: %q", text, leaked(text))
		}
	}
	if found := leaked(`{"msg":"request","route":"/v1/login/begin"}`); found != nil {
		t.Errorf("found %q where nothing is", found)
	}
}
