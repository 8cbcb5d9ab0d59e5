package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// Attestation that was not asked for is ignored, whatever it is, as long as the key and the authenticator data are good. Nothing
// of it is stored: a certificate in it has proved nothing.
func TestUnsolicitedAttestationIsIgnored(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	chain := []any{[]byte("certificate")}
	for name, c := range map[string]struct {
		format    string
		statement any
	}{
		"packed, a self attestation by another key": {"packed", map[string]any{"alg": -7, "sig": []byte("certificate")}},
		"packed, no certificate":                    {"packed", map[string]any{"alg": -7, "sig": []byte{1}, "x5c": chain}},
		"packed, ECDAA":                             {"packed", map[string]any{"alg": -7, "sig": []byte{1}, "ecdaaKeyId": []byte("certificate")}},
		"packed, empty":                             {"packed", map[string]any{}},
		"packed, an array":                          {"packed", chain},
		"packed, a text":                            {"packed", "certificate"},
		"packed, null":                              {"packed", nil},
		"tpm":                                       {"tpm", map[string]any{"ver": "2.0", "alg": -65535, "sig": []byte{1}, "certInfo": []byte{1}, "pubArea": []byte{1}, "x5c": chain}},
		"android-key":                               {"android-key", map[string]any{"alg": -7, "sig": []byte{1}, "x5c": chain}},
		"android-safetynet":                         {"android-safetynet", map[string]any{"ver": "1", "response": []byte("certificate")}},
		"fido-u2f":                                  {"fido-u2f", map[string]any{"sig": []byte{1}, "x5c": chain}},
		"apple":                                     {"apple", map[string]any{"x5c": chain}},
		"compound":                                  {"compound", []any{map[string]any{"fmt": "packed", "attStmt": map[string]any{"x5c": chain}}}},
		"none, with a statement":                    {"none", map[string]any{"x5c": chain}},
		"a format without a definition":             {"certificate", map[string]any{"x5c": chain}},
		"integers as names":                         {"packed", map[int]any{1: chain}},
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := in(t, h, h.person(name))
			a := device(func(a *webauthntest.Authenticator) {
				a.Attest = func(webauthntest.NewPasskey) (string, any, error) { return c.format, c.statement, nil }
			})
			person := h.person(name)
			b := person.begin("registration", object{})
			credential := person.create(a, b)
			person.finish("registration", b, credential).want(201)
			person.finish("registration", b, credential).wantCode(409, "ceremony_spent") // by the same response
			person.login(a).want(200)
			record := h.query(`SELECT record FROM passkeys WHERE identity_id = ?`, person.id[:])[0][0].(string)
			var stored struct {
				AttestationType, AttestationFormat string
				Attestation                        struct{ Object []byte }
			}
			if err := json.Unmarshal([]byte(record), &stored); err != nil {
				t.Fatal(err)
			}
			sent := base64.StdEncoding.EncodeToString([]byte("certificate"))
			if stored.AttestationType != "none" || stored.AttestationFormat != "none" || strings.Contains(record, sent) || strings.Contains(record, "attested") ||
				bytes.Contains(stored.Attestation.Object, []byte("certificate")) {
				t.Errorf("stored %s", record)
			}
		})
	}
}
