package config

import "testing"

// With these, api's TestOfficeBehindOneAddress shows that an office can sign in.
func TestDefaultLimits(t *testing.T) {
	want := Limits{LoginPerMinute: 60, LoginBurst: 60, IdentifierPerMinute: 30, WritesPerMinute: 30, AdminFailuresPerMinute: 10}
	if got := Default().Limits; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
