package main

import (
	"errors"
	"testing"

	"latchkey/config"
)

// FuzzConfigFile: whatever the file contains, Load returns either a configuration that the rules accept, or faults that
// each name the setting, the error and a remedy.
func FuzzConfigFile(f *testing.F) {
	f.Add([]byte(example(f)))
	for _, seed := range []string{
		"", "dsn: sqlite://a.db", "a: &a [*a, *a]", "x: {y: [1, 2.5, null, 2020-01-01, .nan, 0x7f]}", "---\n---\n", "? [a]\n: b",
		"webauthn: {rp: [{id: a.b, name: c, origins: ['https://a.b']}]}", "policy: {freshness: 99999999h}", "<<: {a: b}",
		"kratos: {public_url: 'http://[::1]:99999/'}", "webauthn: {rp: [~, [], {}]}", "secrets: {cipher: [!!binary aGk=]}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		loaded, err := loadYAML(t, string(content))
		if err == nil {
			if len(loaded.WebAuthn.RP) == 0 || loaded.WebAuthn.UserVerification == "" || loaded.Kratos.Timeout <= 0 {
				t.Errorf("an unusable configuration passed: %+v", loaded.Config)
			}
			return
		}
		var faults config.Faults
		if !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("no faults in %v", err)
		}
		for _, fault := range faults {
			if fault.Wrong == "" || fault.Remedy == "" || fault.Path == "" && fault.Source == "" {
				t.Errorf("half a fault: %+v", fault)
			}
		}
	})
}
