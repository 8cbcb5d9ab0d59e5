package api_test

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

func entryOfU2F(ca *attest.CA, b *attest.Batch, name, status string) map[string]any {
	return map[string]any{"attestationCertificateKeyIdentifiers": []string{b.KeyIdentifier()}, "statusReports": []any{map[string]any{"status": status}},
		"metadataStatement": map[string]any{"description": name, "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{ca.Certificate.Raw}}}
}

// Profiles know models of the U2F protocol, which have no AAGUID, by the key identifiers that FIDO's metadata has of their
// certificates.
func TestProfilesOfU2F(t *testing.T) {
	t.Parallel()
	ca, publisher := attest.NewCA("Maker"), metadatatest.New("mds.example")
	maker := &attest.Maker{CA: ca}
	listed, revoked, retired, unknown := maker.NewU2FBatch(), maker.NewU2FBatch(), maker.NewU2FBatch(), maker.NewU2FBatch()
	entry := func(b *attest.Batch, name, status string) map[string]any { return entryOfU2F(ca, b, name, status) }
	list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01", "entries": []any{
		entry(listed, "Example U2F Key", "FIDO_CERTIFIED_L1"), entry(revoked, "Example Old Key", "REVOKED"), entry(retired, "Example First Key", "RETIRED")}}),
		metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	type profile = authenticator.Profile
	for name, c := range map[string]struct {
		batch   *attest.Batch
		profile profile
		wanted  string // "": it is allowed
	}{
		"direct":                   {listed, profile{}, ""},
		"allowed by key":           {listed, profile{Allow: []string{listed.KeyIdentifier()}}, ""},
		"allowed by name":          {listed, profile{Allow: []string{"example u2f"}}, ""},
		"another is allowed":       {listed, profile{Allow: []string{unknown.KeyIdentifier()}}, "[approved]"},
		"denied by key":            {listed, profile{Deny: []string{listed.KeyIdentifier()}}, "[approved]"},
		"denied by name":           {listed, profile{Deny: []string{"Example U2F Key"}}, "[approved]"},
		"another is denied":        {listed, profile{Deny: []string{revoked.KeyIdentifier()}}, ""},
		"certified":                {listed, profile{Certified: "L1"}, ""},
		"certified too low":        {listed, profile{Certified: "L2"}, "[certified]"},
		"revoked":                  {revoked, profile{}, "[attested]"},
		"retired":                  {retired, profile{}, "[attested]"},
		"retired, not needed":      {retired, profile{Attestation: authenticator.Indirect}, ""}, // as if the user had declined
		"revoked, not needed":      {revoked, profile{Attestation: authenticator.Indirect}, "[attested]"},
		"unknown":                  {unknown, profile{}, ""}, // below a root of the operator's
		"unknown, allowed by key":  {unknown, profile{Allow: []string{unknown.KeyIdentifier()}}, "[approved]"},
		"unknown, may be denied":   {unknown, profile{Deny: []string{listed.KeyIdentifier()}}, "[approved]"},
		"a later protocol only":    {listed, profile{FIDO2Only: true}, "[fido2]"},
		"unknown and certified":    {unknown, profile{Certified: "L1"}, "[certified]"},
		"revoked, allowed by name": {revoked, profile{Allow: []string{"Example Old"}}, "[attested approved]"},
	} {
		t.Run(name, func(t *testing.T) {
			c.profile.Attestation = cmp.Or(c.profile.Attestation, authenticator.Direct)
			h := newHarness(t, under(c.profile), func(h *harness) {
				h.rules.Attestation = attestation.New([]*x509.Certificate{ca.Certificate}, list, time.Now)
			})
			got := h.person("ada@example.com").register(device(attestedBy((&attest.Maker{CA: ca, Batch: c.batch}).U2F), noModel))
			if c.wanted == "" {
				made, attested := got.want(201).object()["attested"].(map[string]any)
				if attested != (c.batch != retired) || attested && (made["key_identifier"] != c.batch.KeyIdentifier() || made["model"] != (c.batch == listed)) {
					t.Errorf("attested: %v", made)
				}
				return
			}
			if refused := got.wantCode(403, "authenticator_not_allowed").object(); fmt.Sprint(refused["wanted"]) != c.wanted {
				t.Errorf("refused with %s", got.body)
			}
			event := fmt.Sprint(h.query(`SELECT metadata FROM security_audit WHERE event_type = 'registration.refused'`))
			if !strings.Contains(event, `"key_identifier":"`+c.batch.KeyIdentifier()+`"`) || strings.Contains(event, "aaguid") {
				t.Errorf("recorded %s", event)
			}
		})
	}
}
