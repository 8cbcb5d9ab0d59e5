package config

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"latchkey/authenticator"
	"latchkey/config/setting"
)

// Profiles that contradict themselves are refused, with the member and a remedy.
func TestProfileFaults(t *testing.T) {
	const roots = "attestation_roots: [/etc/ca.pem], "
	for name, c := range map[string]struct{ yaml, path, wrong string }{
		"no name":           {"webauthn: {profiles: [{attestation: none}]}", "webauthn.profiles[0].name", "is empty"},
		"an odd name":       {"webauthn: {profiles: [{name: Staff}]}", "webauthn.profiles[0].name", "short name"},
		"twice":             {"webauthn: {profiles: [{name: a}, {name: a}]}", "webauthn.profiles[1].name", "occurs twice"},
		"attestation":       {"webauthn: {profiles: [{name: a, attestation: basic}]}", "webauthn.profiles[0].attestation", "not allowed"},
		"binding":           {"webauthn: {profiles: [{name: a, binding: both}]}", "webauthn.profiles[0].binding", "not allowed"},
		"verification":      {"webauthn: {profiles: [{name: a, user_verification: preferred}]}", "webauthn.profiles[0].user_verification", "not allowed"},
		"a curve":           {"webauthn: {profiles: [{name: a, min_ec_bits: 300}]}", "webauthn.profiles[0].min_ec_bits", "no curve"},
		"a modulus":         {"webauthn: {profiles: [{name: a, min_rsa_bits: 8192}]}", "webauthn.profiles[0].min_rsa_bits", "8192"},
		"no roots":          {"webauthn: {profiles: [{name: a, attestation: direct}]}", "webauthn.profiles[0].attestation", "could verify"},
		"allow":             {"webauthn: {" + roots + "profiles: [{name: a, allow: [YubiKey]}]}", "webauthn.profiles[0].allow", "needs attestation"},
		"device-bound":      {"webauthn: {" + roots + "profiles: [{name: a, attestation: indirect, binding: device_bound}]}", "webauthn.profiles[0].binding", "needs attestation"},
		"allows none":       {"webauthn: {" + roots + "profiles: [{name: a, attestation: direct, allow: []}]}", "webauthn.profiles[0].allow", "is empty"},
		"from nowhere":      {"webauthn: {profiles: [{name: a, binding: synced, synced_from: []}]}", "webauthn.profiles[0].synced_from", "is empty"},
		"synced from":       {"webauthn: {profiles: [{name: a, synced_from: [Apple Passwords]}]}", "webauthn.profiles[0].synced_from", "binding: synced"},
		"an unknown name":   {"policy: {authenticators: staff}\nwebauthn: {profiles: [{name: a}]}", "policy.authenticators", "names no profile"},
		"in a rule":         {"policy: {rules: [{name: r, authenticators: staff}]}", "policy.rules[0].authenticators", "names no profile"},
		"a level":           {"webauthn: {profiles: [{name: a, certified: L4}]}", "webauthn.profiles[0].certified", "not allowed"},
		"no metadata":       {"webauthn: {" + roots + "profiles: [{name: a, attestation: direct, certified: L1}]}", "webauthn.profiles[0].certified", "needs FIDO's metadata"},
		"a root alone":      {"webauthn: {metadata: {root_file: /etc/root.pem}}", "webauthn.metadata.file", "is empty"},
		"a signer alone":    {"webauthn: {metadata: {url: https://mds.example/, signer: mds.example}}", "webauthn.metadata.signer", "root_file is not"},
		"no signer's name":  {"webauthn: {metadata: {url: https://mds.example/, root_file: /etc/root.pem, signer: '*.example/'}}", "webauthn.metadata.signer", "not a host name"},
		"no model":          {"webauthn: {metadata: {file: /etc/blob.jwt, compromised_exempt: [923881fe2f214ee465484371aeb72e97f5a58e0a, YubiKey]}}", "webauthn.metadata.compromised_exempt[1]", "neither an AAGUID nor a key identifier"},
		"by both":           {"webauthn: {metadata: {file: /etc/blob.jwt, url: https://mds.example/}}", "webauthn.metadata.file", "and so is webauthn.metadata.url"},
		"a URL over http":   {"webauthn: {metadata: {url: http://mds.example/}}", "webauthn.metadata.url", "on this machine only"},
		"a user in a URL":   {"webauthn: {metadata: {url: https://a:b@mds.example/}}", "webauthn.metadata.url", "has a user"},
		"no URL":            {"webauthn: {metadata: {url: mds.example}}", "webauthn.metadata.url", "not a web address"},
		"adoption":          {"kratos: {adopt: true}\npolicy: {authenticators: a}\nwebauthn: {profiles: [{name: a}]}", "kratos.adopt", "names a profile"},
		"adoption by rule":  {"kratos: {adopt: true}\npolicy: {rules: [{name: r, authenticators: a}]}\nwebauthn: {profiles: [{name: a}]}", "kratos.adopt", "names a profile"},
		"an unknown member": {"webauthn: {profiles: [{name: a, allowed: [YubiKey]}]}", "webauthn.profiles[0].allowed", "not a setting"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadText(t, c.yaml)
			var faults setting.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("accepted: %v", err)
			}
			for _, f := range faults {
				if f.Path == c.path && strings.Contains(f.Wrong, c.wrong) && f.Remedy != "" {
					return
				}
			}
			t.Errorf("no fault %s: %q in %v", c.path, c.wrong, err)
		})
	}
}

func TestProfileRequirements(t *testing.T) {
	loaded, err := loadText(t, `
policy: {authenticators: staff}
webauthn:
  attestation_roots: [/etc/ca.pem]
  metadata: {file: /etc/blob.jwt}
  profiles:
    - {name: open}
    - {name: staff, attestation: direct, allow: [YubiKey 5], deny: [YubiKey FIPS], certified: L1plus, binding: device_bound, user_verification: required, min_rsa_bits: 3072, min_ec_bits: 384, fido2_only: true}
    - {name: synced, binding: synced, synced_from: [Apple Passwords]}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []authenticator.Profile{
		{Name: "open"},
		{Name: "staff", Attestation: "direct", Allow: []string{"YubiKey 5"}, Deny: []string{"YubiKey FIPS"}, Certified: "L1plus", Binding: "device_bound", UserVerification: true, MinRSABits: 3072, MinECBits: 384, FIDO2Only: true},
		{Name: "synced", Binding: "synced", SyncedFrom: []string{"Apple Passwords"}},
	}
	for i, p := range loaded.WebAuthn.Profiles {
		if got := p.Requirements(); !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%+v, want %+v", got, want[i])
		}
	}
	for _, url := range []string{"https://mds3.fidoalliance.org/", "http://127.0.0.1:8080/list"} { // which serve profiles with a level as well
		if _, err := loadText(t, "webauthn: {metadata: {url: '"+url+"'}, profiles: [{name: a, attestation: direct, certified: L1}]}"); err != nil {
			t.Error(err)
		}
	}
	if len(loaded.WebAuthn.Profiles) != len(want) || loaded.Policy.Authenticators != "staff" {
		t.Errorf("%d profiles, policy %q", len(loaded.WebAuthn.Profiles), loaded.Policy.Authenticators)
	}
}
