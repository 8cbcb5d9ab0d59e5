package trait

import (
	"slices"
	"strings"
	"testing"
)

const identifier = `"ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}`

// schemaOf returns a schema with these properties of traits, and more members.
func schemaOf(t *testing.T, properties, more string) Schema {
	t.Helper()
	s, err := NewSchema("default", []byte(`{"$id":"https://example.com/person.json","type":"object","properties":{"traits":{"type":"object","properties":{`+
		properties+`}`+more+`}},"definitions":{"mail":{"type":"string",`+identifier+`},"a/b":{"type":"string"},
		"loop":{"type":"object","properties":{"next":{"$ref":"#/definitions/loop"},"name":{"type":"string"}},"allOf":[{"$ref":"#/definitions/loop"},{"$ref":"#/definitions/loop"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFind(t *testing.T) {
	for _, test := range []struct {
		properties, more string
		want             map[string]Match
	}{
		{`"email":{"type":"string"},"age":{"type":"integer"},"ok":{"type":"boolean"}`, "", map[string]Match{
			"email": Text, "age": Text, "ok": NoText, "emial": Absent, "email.0": Absent, "email.x": Absent, "traits.email": Absent,
		}},
		{`"emails":{"type":"array","items":{"type":"string"},"maxItems":2}`, "", map[string]Match{
			"emails": Text, "emails.0": Text, "emails[1]": Text, "emails.2": Absent, "emails.x": Absent, "emails.-1": Absent,
		}},
		{`"contacts":{"type":"array","items":{"type":"object","properties":{"value":{"type":"string"}}}}`, "", map[string]Match{
			"contacts.0.value": Text, "contacts.7.value": Text, "contacts.0": NoText, "contacts": NoText, "contacts.value": Absent,
		}},
		{`"pair":{"type":"array","items":[{"type":"string"},{"type":"boolean"}]},"open":{"type":"array"}`, "", map[string]Match{
			"pair.0": Text, "pair.1": NoText, "pair.2": Absent, "pair": Text, "open.0": Possible, "open": Possible,
		}},
		{`"name":{"type":"object","properties":{"first":{"type":["string","null"]},"last":{"minLength":1}}}`, "", map[string]Match{
			"name": NoText, "name.first": Text, "name.last": Possible, "name.middle": Absent,
		}},
		{`"contact.email":{"type":"string"},"a.b":{"properties":{"c":{"type":"string"}}}`, "", map[string]Match{
			"contact.email": Text, "a.b.c": Text, "a.b": NoText, "contact": Absent,
		}},
		{`"email":{"$ref":"#/definitions/mail"},"b":{"$ref":"https://example.com/person.json#/definitions/a~1b"},"r":{"$ref":"other.json#/x"},
			"n":{"$ref":"#/definitions/none"},"l":{"$ref":"#/definitions/loop"}`, "", map[string]Match{
			"email": Text, "b": Text, "r": Possible, "r.x.0": Possible, "n": Possible, "l.next.next.name": Text,
		}},
		{`"email":{"type":"string"}`, `,"anyOf":[{"properties":{"phone":{"type":"string"}}},{"properties":{"fax":{"type":"number"}}}],"if":{},"then":{"properties":{"vat":{"type":"string"}}}`, map[string]Match{
			"phone": Text, "fax": Text, "vat": Text, "telex": Absent,
		}},
		{`"email":{"type":"string"}`, `,"patternProperties":{"^phone_":{"type":"string"}},"additionalProperties":{"type":"boolean"}`, map[string]Match{
			"phone_home": Text, "email": Text, "other": NoText,
		}},
		{`"email":{"type":"string"}`, `,"additionalProperties":true`, map[string]Match{"other": Possible, "email": Text}},
		{`"email":{"type":"string"}`, `,"additionalProperties":false`, map[string]Match{"other": Absent}},
	} {
		s := schemaOf(t, test.properties, test.more)
		for text, want := range test.want {
			path, err := Parse(text)
			if err != nil {
				t.Fatal(text, err)
			}
			if got := s.Find(path); got != want {
				t.Errorf("%s in %s%s: %d, want %d", text, test.properties, test.more, got, want)
			}
		}
	}
}

func TestIdentifiers(t *testing.T) {
	for properties, want := range map[string]string{
		`"email":{"type":"string",` + identifier + `},"name":{"type":"string"}`:                                           "email",
		`"emails":{"type":"array","items":{"type":"string",` + identifier + `}},"u":{"type":"string",` + identifier + `}`: "emails.0 u",
		`"c":{"properties":{"m":{"$ref":"#/definitions/mail"}}}`:                                                          "c.m",
		`"p":{"ory.sh/kratos":{"credentials":{"code":{"identifier":true,"via":"sms"},"totp":{"account_name":true}}}}`:     "p",
		`"l":{"$ref":"#/definitions/loop"},"x":{"ory.sh/kratos":{"credentials":{"password":{"identifier":false}}}}`:       "",
	} {
		if got := schemaOf(t, properties, "").Identifiers(); strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", properties, got, want)
		}
	}
}

// Any JSON is a schema, and any text a path or refused.
func TestOddSchemas(t *testing.T) {
	path, err := Parse("emails.0.x")
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{
		`null`, `true`, `[]`, `"x"`, `1`, `{}`, `{"properties":[]}`, `{"properties":{"traits":null}}`, `{"properties":{"traits":{"properties":{"emails":1}}}}`,
		`{"properties":{"traits":{"properties":{"emails":{"type":{"x":1},"items":7,"maxItems":"2","allOf":{},"$ref":5}}}}}`,
		`{"$ref":"#"}`, `{"properties":{"traits":{"$ref":"#/properties/traits"}}}`, `{"$ref":"#/%zz"}`, `{"$ref":"#/a/0/~"}`,
		`{"properties":{"traits":{"patternProperties":{"(":{"type":"string"}}}}}`, `{"allOf":[{"$ref":"#"},{"$ref":"#"}]}`,
	} {
		s, err := NewSchema("odd", []byte(raw))
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		_, _ = s.Find(path), s.Identifiers()
	}
	if _, err := NewSchema("none", []byte(`{`)); err == nil {
		t.Error("half an object is a schema")
	}
	for _, text := range []string{"", ".", "a.", ".a", "a..b", "a, b", " a", "a. b", "emails[]", "emails[x]", "{a}", `"a"`, "a\nb"} {
		if path, err := Parse(text); err == nil {
			t.Errorf("%q is the path %q", text, path)
		}
	}
	if path, err := Parse("a[0][12].b"); err != nil || !slices.Equal(path, Path{"a", "0", "12", "b"}) {
		t.Errorf("%q, %v", path, err)
	}
}
