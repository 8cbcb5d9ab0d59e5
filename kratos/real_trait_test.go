package kratos_test

import (
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/kratos"
	"latchkey/kratos/trait"
)

const signsIn = `"ory.sh/kratos":{"credentials":{"password":{"identifier":true},"code":{"identifier":true,"via":"sms"}}}`

// Three schemas beside the default one, whose users sign in with an email address: with one of several, with a telephone
// number, and with a number in a group, declared elsewhere in the schema.
var severalSchemas = map[string]string{
	"member": `{"type":"object","properties":{"traits":{"type":"object","properties":{"emails":{"type":"array","items":{"type":"string","format":"email",
		"ory.sh/kratos":{"credentials":{"password":{"identifier":true}},"verification":{"via":"email"}}}}},"additionalProperties":false}}}`,
	"caller": `{"type":"object","properties":{"traits":{"type":"object","properties":{"phone":{"type":"string","format":"tel",` + signsIn + `}},"additionalProperties":false}}}`,
	"staff": `{"type":"object","properties":{"traits":{"type":"object","properties":{"work":{"$ref":"#/definitions/work"},"full.name":{"type":"string"}}}},
		"definitions":{"work":{"type":"object","properties":{"badge":{"type":"string","ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}},"room":{"type":"integer"}}}}}`,
}

// TestRealTraits: users of several schemas have names, with paths for each and without.
func TestRealTraits(t *testing.T) {
	ctx := t.Context()
	k, _ := start(t, demo.KratosOptions{Schemas: severalSchemas})
	clientOf := func(login ...string) *kratos.Client {
		c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: k.AdminURL, LoginTraits: login, DisplayNameTraits: []string{"name", "full.name"}})
		must(t, err)
		return c
	}
	all, none, room := clientOf("email", "emails.0", "phone", "work.badge"), clientOf("nickname"), clientOf("work.room", "phone")
	for _, test := range []struct {
		schema          string
		traits          any
		identifier      string
		all, none, room string
		display         string
	}{
		{"default", map[string]any{"email": "ada@example.com", "name": "Ada"}, "ada@example.com", "ada@example.com", "ada@example.com", "ada@example.com", "Ada"},
		{"member", map[string]any{"emails": []string{"zoe@example.com", "bob@example.com"}}, "bob@example.com", "zoe@example.com", "bob@example.com", "bob@example.com", ""},
		{"caller", map[string]any{"phone": "+491701234567"}, "+491701234567", "+491701234567", "+491701234567", "+491701234567", ""},
		{"staff", map[string]any{"work": map[string]any{"badge": "B-17", "room": 104}, "full.name": "Eve"}, "B-17", "B-17", "b-17", "104", "Eve"},
	} {
		id, err := k.CreateIdentityOf(ctx, test.schema, test.traits, password)
		must(t, err)
		user := k.App()
		must(t, user.Login(ctx, test.identifier, password))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("X-Session-Token", user.Token())
		for c, want := range map[*kratos.Client]string{all: test.all, none: test.none, room: test.room} {
			display := want
			if test.display != "" {
				display = test.display
			}
			identity, err := c.Identity(ctx, id)
			must(t, err)
			holder, _, err := c.Holdings(ctx, id, nil)
			must(t, err)
			found, err := c.FindIdentity(ctx, test.identifier)
			must(t, err)
			session, err := c.SessionOf(r)
			must(t, err)
			for from, got := range map[string][2]string{
				"Identity": {identity.Login, identity.DisplayName}, "Holdings": {holder.Login, holder.DisplayName},
				"FindIdentity": {found.Login, found.DisplayName}, "SessionOf": {session.Identity.Login, session.Identity.DisplayName},
			} {
				if got != [2]string{want, display} {
					t.Errorf("%s, %s: %q, want %q and %q", test.schema, from, got, want, display)
				}
			}
		}
	}
}

// TestRealTraitFaults: paths that no schema of the running Kratos has are named, with those that it has.
func TestRealTraitFaults(t *testing.T) {
	k, _ := start(t, demo.KratosOptions{Schemas: severalSchemas})
	const has = "Kratos has caller (sign-in traits: phone); default (sign-in traits: email); member (sign-in traits: emails.0); staff (sign-in traits: work.badge)."
	for _, test := range []struct {
		login, display, locale []string
		want                   []string // the paths
		says                   string
	}{
		{[]string{"email", "emails.0", "phone", "work.badge"}, []string{"name", "full.name"}, []string{"locale"}, nil, ""},
		{[]string{"email", "emials.0"}, nil, nil, []string{"emials.0", ""}, has},
		{[]string{"email.0"}, nil, nil, []string{"email.0"}, has},
		{[]string{"traits.email"}, nil, nil, []string{"traits.email"}, "as email."},
		{[]string{"email"}, []string{"work"}, []string{"language"}, []string{"work", "language", ""}, "staff (sign-in traits: work.badge)."},
	} {
		c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: k.AdminURL, LoginTraits: test.login, DisplayNameTraits: test.display, LocaleTraits: test.locale})
		must(t, err)
		faults, err := kratos.TraitFaults(t.Context(), c)
		must(t, err)
		var paths []string
		text := ""
		for _, f := range faults {
			paths = append(paths, f.Path)
			text += f.Setting + " " + f.Wrong + " " + f.Remedy + "\n"
		}
		if !reflect.DeepEqual(paths, test.want) || !strings.Contains(text, test.says) {
			t.Errorf("%v, %v, %v: %q\n%s", test.login, test.display, test.locale, paths, text)
		}
		missing := slices.ContainsFunc(faults, func(f trait.Fault) bool { return f.Missing && f.Path == "work" })
		if missing {
			t.Errorf("a group is missing: %s", text)
		}
	}
	must(t, k.Stop())
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: k.AdminURL, LoginTraits: []string{"x"}})
	must(t, err)
	_, err = kratos.TraitFaults(t.Context(), c)
	unclear(t, err)
}
