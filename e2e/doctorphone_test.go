package e2e_test

import (
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/doctor"
)

// phoneSchema is of users who have nothing but a telephone number, of which it makes no name for authenticator apps.
const phoneSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"traits":{"type":"object","properties":{"phone":{"type":"string",
	"format":"tel","ory.sh/kratos":{"credentials":{"code":{"identifier":true,"via":"sms"}},"verification":{"via":"sms"}}}},"required":["phone"]}}}`

// TestDoctorCanaryPhone has doctor name the users that its own cannot be, and what their schema lacks.
func TestDoctorCanaryPhone(t *testing.T) {
	t.Parallel()
	d := startDoctored(t, func(k *demo.KratosOptions, _ *demo.LatchkeyOptions) {
		k.Schemas = map[string]string{"phone": phoneSchema}
	})
	want := map[string]string{"canary.phone": "identity schema phone, who sign in with a telephone number only", "kratos.schemas": "no account name to users of the identity schema phone"}
	for _, f := range d.report(t, nil, "--canary").Findings {
		if f.Result != doctor.OK && want[f.Check] != "" && strings.Contains(f.Wrong, want[f.Check]) {
			delete(want, f.Check)
		}
	}
	if len(want) > 0 {
		t.Errorf("not said: %v", want)
	}
	d.leavesNothing(t)
}
