package trait_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"latchkey/kratos/trait"
)

// Samples have what a schema requires, and what its users sign in with.
func TestSample(t *testing.T) {
	const address = "canary-1@doctor.latchkey.invalid"
	email := `{"type":"string","format":"email","ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}}`
	phone := `{"type":"string","format":"tel","ory.sh/kratos":{"credentials":{"password":{"identifier":true},"code":{"identifier":true,"via":"sms"}}}}`
	for name, test := range map[string]struct {
		properties, required, want, identifier string
	}{
		"an optional address":    {`"email":` + email + `,"name":{"type":"string"}`, ``, `{"email":"` + address + `"}`, address},
		"a user name":            {`"username":{"type":"string","maxLength":40,"ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}}`, ``, `{"username":"canary-1"}`, "canary-1"},
		"a name of few letters":  {`"username":{"type":"string","maxLength":5,"ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}}`, ``, `{"username":"canar"}`, ""},
		"a list":                 {`"emails":{"type":"array","items":` + email + `}`, `"emails"`, `{"emails":["` + address + `"]}`, address},
		"a telephone number":     {`"phone":` + phone, ``, `{}`, ""},
		"a required number":      {`"phone":` + phone + `,"email":` + email, `"phone"`, `{"email":"` + address + `","phone":"+12025550143"}`, address},
		"terms and a choice":     {`"email":` + email + `,"terms":{"type":"boolean","const":true},"plan":{"enum":["free","paid"]}`, `"terms","plan"`, `{"email":"` + address + `","terms":true,"plan":"free"}`, address},
		"a group":                {`"email":` + email + `,"name":{"type":"object","required":["first"],"properties":{"first":{"type":"string","maxLength":8},"last":{"type":"string"}}}`, `"name"`, `{"email":"` + address + `","name":{"first":"Latchkey"}}`, address},
		"a number in its limits": {`"email":` + email + `,"age":{"type":"integer","minimum":18}`, `"age"`, `{"email":"` + address + `","age":18}`, address},
		"a reference":            {`"email":{"$ref":"#/definitions/email"}`, `"email"`, `{"email":"` + address + `"}`, address},
	} {
		t.Run(name, func(t *testing.T) {
			schema, err := trait.NewSchema("default", json.RawMessage(`{"definitions":{"email":`+email+`},"properties":{"traits":{"type":"object","properties":{`+test.properties+`},"required":[`+test.required+`]}}}`))
			if err != nil {
				t.Fatal(err)
			}
			traits, identifier := schema.Sample(address)
			raw, err := json.Marshal(traits)
			if err != nil {
				t.Fatal(err)
			}
			var got, want any
			_, _ = json.Unmarshal(raw, &got), json.Unmarshal([]byte(test.want), &want)
			if !reflect.DeepEqual(got, want) || identifier != test.identifier {
				t.Errorf("got  %s, %q\nwant %s, %q", raw, identifier, test.want, test.identifier)
			}
			if got := schema.ByPhone(address); got != (name == "a telephone number") {
				t.Errorf("by telephone only: %t", got)
			}
		})
	}
}
