package kratos_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/kratos"
)

func TestNewNamesAllFaults(t *testing.T) {
	_, err := kratos.New(kratos.Config{
		PublicURL: "127.0.0.1:4433", BrowserURL: "ftp://x", AdminURL: "http://user:secret@h/",
		SessionCookie: "a b", Timeout: -time.Second, MaxIdleConns: -1,
	})
	if err == nil {
		t.Fatal("no fault found")
	}
	for _, want := range []string{"public_url", "browser_url", "admin_url", "session_cookie", "timeout", "connections"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %s in: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("tells a password: %v", err)
	}
}

func TestRefreshURL(t *testing.T) {
	c, err := kratos.New(kratos.Config{PublicURL: "http://kratos:4433", AdminURL: "http://kratos:4434", BrowserURL: "https://id.example.com/auth/"})
	must(t, err)
	const page = "https://id.example.com/auth/self-service/login/browser"
	for _, test := range []struct {
		aal2, refresh  bool
		returnTo, want string
	}{
		{false, false, "", page},
		{false, true, "", page + "?refresh=true"},
		{true, false, "https://app.example.com/a?b=1&c=2", page + "?aal=aal2&return_to=https%3A%2F%2Fapp.example.com%2Fa%3Fb%3D1%26c%3D2"},
		{true, true, "https://app.example.com/#x", page + "?aal=aal2&refresh=true&return_to=https%3A%2F%2Fapp.example.com%2F%23x"},
	} {
		if got := c.RefreshURL(test.aal2, test.refresh, test.returnTo); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}

// TestNames: names of users, whatever the shape of their traits.
func TestNames(t *testing.T) {
	const short = "bd57d883"
	for _, test := range []struct{ traits, loginTrait, nameTrait, login, display string }{
		{`{"email":"a@b.c","name":"Ada"}`, "email", "name", "a@b.c", "Ada"},
		{`{"email":"a@b.c","name":{"first":" Ada ","last":"L"}}`, "email", "name.first", "a@b.c", "Ada"},
		{`{"email":"a@b.c","name":{"first":"Ada"}}`, "email", "name", "a@b.c", "a@b.c"},
		{`{"email":"a@b.c"}`, "email", "name.first.x", "a@b.c", "a@b.c"},
		{`{"number":12345678901234567890}`, "number", "", "12345678901234567890", "12345678901234567890"},
		{`{"email":"  ","name":"Ada"}`, "email", "name", short, "Ada"},
		{`{"email":["a@b.c"]}`, "email", "name", short, short},
		{`{}`, "email", "name", short, short},
		{`null`, "email", "name", short, short},
		{`["email"]`, "email", "name", short, short},
		{`{"email":"a@b.c"}`, "", "", short, short},
		{`{"email":"a\u0000\n\u007fb\u202e\u2066","name":"\u0007"}`, "email", "name", "ab", "ab"},
		{`{"email":"` + strings.Repeat("é", 300) + `"}`, "email", "", strings.Repeat("é", 256), strings.Repeat("é", 256)},
		{`{"email":"` + strings.Repeat("x", 255) + `   y"}`, "email", "", strings.Repeat("x", 255), strings.Repeat("x", 255)},
	} {
		server := serving(t, edit(t, identity, `{"email":"ada@example.com","name":"Ada Lovelace"}`, test.traits))
		c, err := kratos.New(kratos.Config{PublicURL: server, AdminURL: server, LoginTrait: test.loginTrait, DisplayNameTrait: test.nameTrait})
		must(t, err)
		found, err := c.Identity(t.Context(), uuid.MustParse(identityID))
		if err != nil || found.Login != test.login || found.DisplayName != test.display || !utf8.ValidString(found.Login) {
			t.Errorf("%s: login %q, display name %q, %v", test.traits, found.Login, found.DisplayName, err)
		}
	}
}
