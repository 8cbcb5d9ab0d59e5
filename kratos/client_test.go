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
	for _, test := range []struct{ traits, loginTraits, nameTrait, login, display string }{
		{`{"email":"a@b.c","name":"Ada"}`, "email", "name", "a@b.c", "Ada"},
		{`{"email":"a@b.c","name":{"first":" Ada ","last":"L"}}`, "email", "name.first", "a@b.c", "Ada"},
		{`{"email":"a@b.c","name":{"first":"Ada"}}`, "email", "name", "a@b.c", "a@b.c"},
		{`{"email":"a@b.c"}`, "email", "name.first.x", "a@b.c", "a@b.c"},
		{`{"number":12345678901234567890}`, "number", "", "12345678901234567890", "12345678901234567890"},
		{`{"email":"  ","name":"Ada"}`, "email", "name", short, "Ada"},
		{`{"emails":["a@b.c","d@e.f"]}`, "emails.0", "emails.1", "a@b.c", "d@e.f"},
		{`{"emails":["a@b.c","d@e.f"]}`, "emails[1]", "emails.2", "d@e.f", "d@e.f"},
		{`{"emails":[]}`, "emails.0", "emails", short, short},
		{`{"emails":[null,["",{}],"a@b.c"]}`, "emails", "", "a@b.c", "a@b.c"},
		{`{"emails":[{"kind":"work","value":"a@b.c"}]}`, "emails.0.value", "emails.0", "a@b.c", "a@b.c"},
		{`{"emails":{"0":"a@b.c"}}`, "emails.0", "", "a@b.c", "a@b.c"},
		{`{"emails":["a@b.c"]}`, "emails.x", "emails.-1", short, short},
		{`{"emails":["a@b.c"]}`, "emails.99999999999999999999", "", short, short},
		{`{"phone":"+49170"}`, "email,phone", "", "+49170", "+49170"},
		{`{"phone":"+49170","email":""}`, "email,phone", "", "+49170", "+49170"},
		{`{"phone":49170123456}`, "email,phone", "", "49170123456", "49170123456"},
		{`{"phone":true}`, "phone", "", short, short},
		{`{"contact.email":"a@b.c"}`, "contact.email", "", "a@b.c", "a@b.c"},
		{`{"a.b":{"c.d":["x"]},"a":{"b":{}}}`, "a.b.c.d.0", "", "x", "x"},
		{`{"a.b":{},"a":{"b":"x"}}`, "a.b", "", "x", "x"},
		{`{"Straße 1":{"Ö":"x"}}`, "Straße 1.Ö", "", "x", "x"},
		{`{"email":["a@b.c"]}`, "email", "name", "a@b.c", "a@b.c"},
		{`{}`, "email", "name", short, short},
		{`null`, "email", "name", short, short},
		{`["email"]`, "email", "name", short, short},
		{`"email"`, "email", "name", short, short},
		{`{"email":"a@b.c"}`, "", "", short, short},
		{`{"email":"a\u0000\n\u007fb\u202e\u2066","name":"\u0007"}`, "email", "name", "ab", "ab"},
		{`{"email":"` + strings.Repeat("é", 300) + `"}`, "email", "", strings.Repeat("é", 256), strings.Repeat("é", 256)},
		{`{"email":"` + strings.Repeat("x", 255) + `   y"}`, "email", "", strings.Repeat("x", 255), strings.Repeat("x", 255)},
	} {
		server := serving(t, edit(t, identity, `{"email":"ada@example.com","name":"Ada Lovelace"}`, test.traits))
		c, err := kratos.New(kratos.Config{PublicURL: server, AdminURL: server, LoginTraits: paths(test.loginTraits), DisplayNameTraits: paths(test.nameTrait)})
		must(t, err)
		found, err := c.Identity(t.Context(), uuid.MustParse(identityID))
		if err != nil || found.Login != test.login || found.DisplayName != test.display || !utf8.ValidString(found.Login) {
			t.Errorf("%s, %s: login %q, display name %q, %v", test.traits, test.loginTraits, found.Login, found.DisplayName, err)
		}
	}
}

// paths splits a list; an empty one has no paths.
func paths(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// TestNamesWithoutTraits: an identity without a login trait has the name that it signs in with, then an address.
func TestNamesWithoutTraits(t *testing.T) {
	for members, want := range map[string]string{
		`"credentials":{"password":{"identifiers":["zoe","ada","z@example.com"]}}`:                                         "z@example.com",
		`"credentials":{"password":{"identifiers":["zoe","ada"]},"code":{"identifiers":["a@example.com"]}}`:                "ada",
		`"credentials":{"code":{"identifiers":["+49170"]}}`:                                                                "+49170",
		`"credentials":{"webauthn":{"identifiers":["` + identityID + `","+49171"]}}`:                                       "+49171",
		`"credentials":{"oidc":{"identifiers":["google:1"]},"passkey":{"identifiers":["AQID"]}}`:                           "bd57d883",
		`"credentials":{"password":{"identifiers":null}},"verifiable_addresses":[{"value":"+49172","via":"sms"}]`:          "+49172",
		`"recovery_addresses":[{"value":"r@example.com","via":"email"}]`:                                                   "r@example.com",
		`"credentials":{"password":{"identifiers":["\u202e"]}},"recovery_addresses":[{"value":"","via":"email"}]`:          "bd57d883",
		`"credentials":{"password":{"identifiers":["+49173"]}},"verifiable_addresses":[{"value":"v@e.com","via":"email"}]`: "+49173",
	} {
		server := serving(t, edit(t, identity, `"traits":`, members+`,"traits":`))
		c, err := kratos.New(kratos.Config{PublicURL: server, AdminURL: server, LoginTraits: []string{"handle"}})
		must(t, err)
		found, err := c.Identity(t.Context(), uuid.MustParse(identityID))
		if err != nil || found.Login != want || found.DisplayName != want {
			t.Errorf("%s: login %q, display name %q, want %q, %v", members, found.Login, found.DisplayName, want, err)
		}
	}
}
