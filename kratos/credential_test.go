package kratos_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/fault"
	"latchkey/kratos"
)

// TestCredentialSent: exactly one credential is sent to Kratos, unchanged.
func TestCredentialSent(t *testing.T) {
	var got http.Header
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header().Set("Content-Type", asJSON)
		w.WriteHeader(401)
		_, _ = w.Write([]byte(refused401))
	})
	for _, test := range []struct {
		name   string
		header []string // of the incoming request
		kind   kratos.CredentialKind
		sent   [3]string // X-Session-Token, Cookie, Authorization
	}{
		{"token", []string{"X-Session-Token", "t"}, kratos.Token, [3]string{"t", "", ""}},
		{"cookie among others", []string{"Cookie", "a=1; ory_kratos_session=c==; b=2"}, kratos.Cookie, [3]string{"", "ory_kratos_session=c==", ""}},
		{"bearer", []string{"Authorization", "bearer  b "}, kratos.Bearer, [3]string{"", "", "Bearer b"}},
		{"all", []string{"Authorization", "Bearer b", "Cookie", "ory_kratos_session=c", "X-Session-Token", "t"}, kratos.Token, [3]string{"t", "", ""}},
		{"cookie and bearer", []string{"Authorization", "Bearer b", "Cookie", "ory_kratos_session=c"}, kratos.Cookie, [3]string{"", "ory_kratos_session=c", ""}},
		{"empty ones", []string{"X-Session-Token", " ", "Cookie", "ory_kratos_session=", "Authorization", "Bearer b"}, kratos.Bearer, [3]string{"", "", "Bearer b"}},
		{"first of two cookies", []string{"Cookie", "ory_kratos_session=; ory_kratos_session=c; ory_kratos_session=d"}, kratos.Cookie, [3]string{"", "ory_kratos_session=c", ""}},
		{"long", []string{"X-Session-Token", strings.Repeat("t", 8<<10)}, kratos.Token, [3]string{strings.Repeat("t", 8<<10), "", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cred := credential(t, c, test.header...)
			if _, err := c.Session(t.Context(), cred); err != fault.ErrUnauthenticated {
				t.Fatal(err)
			}
			sent := [3]string{got.Get("X-Session-Token"), got.Get("Cookie"), got.Get("Authorization")}
			if cred.Kind != test.kind || sent != test.sent {
				t.Errorf("kind %s, sent %q", cred.Kind, sent)
			}
		})
	}
}

func TestNoCredential(t *testing.T) {
	c := answering(t, func(http.ResponseWriter, *http.Request) { t.Error("Kratos was asked") })
	for name, header := range map[string][]string{
		"nothing":                     {},
		"other cookies":               {"Cookie", "session=1; ory_kratos_session_x=1"},
		"basic":                       {"Authorization", "Basic YTpi"},
		"bearer of nothing":           {"Authorization", "Bearer"},
		"no scheme":                   {"Authorization", "ory_st_x"},
		"oversized":                   {"X-Session-Token", strings.Repeat("t", 8<<10+1)},
		"control characters":          {"X-Session-Token", "a\tb"},
		"bad token, good ones behind": {"X-Session-Token", "a\x00", "Cookie", "ory_kratos_session=c", "Authorization", "Bearer b"},
		"oversized cookie":            {"Cookie", "ory_kratos_session=" + strings.Repeat("t", 8<<10+1)},
		"bearer with control":         {"Authorization", "Bearer a\x7fb"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Add(header[i], header[i+1])
		}
		if cred, ok := c.CredentialFrom(r); ok || cred != (kratos.Credential{}) {
			t.Errorf("%s: %v", name, cred)
		}
	}
}

// TestCredentialIsNeverPrinted, in whichever way it is logged.
func TestCredentialIsNeverPrinted(t *testing.T) {
	const secret = "ory_st_secret"
	c := saying(t, 200, asJSON, session)
	cred := credential(t, c, "X-Session-Token", secret)
	var printed bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p"} {
		fmt.Fprintf(&printed, verb+verb+verb+"\n", cred, &cred, struct{ inner kratos.Credential }{cred})
	}
	fmt.Fprintln(&printed, []kratos.Credential{cred}, map[string]any{"c": cred}, fmt.Errorf("failed: %v", cred))
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&printed, nil), slog.NewTextHandler(&printed, nil)} {
		slog.New(handler).Info("x", "c", cred, "p", &cred, "s", struct{ C kratos.Credential }{cred}, "t", struct{ inner kratos.Credential }{cred})
	}
	text, err := json.Marshal(map[string]any{"c": cred, "p": &cred})
	must(t, err)
	printed.Write(text)
	for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret)} {
		if strings.Contains(printed.String(), form) {
			t.Errorf("printed %s in\n%s", form, printed.String())
		}
	}
	if got := fmt.Sprint(cred); got != "token[redacted]" {
		t.Errorf("prints as %q", got)
	}
}
