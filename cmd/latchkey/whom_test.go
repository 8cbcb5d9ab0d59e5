package main

import "testing"

// A user may be called like another's ID, in a form that is not the one that IDs are printed in.
func TestWhomIsID(t *testing.T) {
	for given, want := range map[whom]bool{
		"9f425a8d-7efc-4768-8f23-7647a74fdf13":          true,
		"9F425A8D-7EFC-4768-8F23-7647A74FDF13":          true,
		"9f425a8d7efc47688f237647a74fdf13":              false,
		"{9f425a8d-7efc-4768-8f23-7647a74fdf13}":        false,
		"urn:uuid:9f425a8d-7efc-4768-8f23-7647a74fdf13": false,
		"ada@example.com":                               false,
	} {
		if _, got := given.id(); got != want {
			t.Errorf("%s is an ID: %v", given, got)
		}
	}
	for _, given := range []whom{"", "00000000-0000-0000-0000-000000000000"} {
		if given.Validate() == nil {
			t.Errorf("%q names a user", given)
		}
	}
}
