package api_test

import (
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// The events of a passkey's life say what was attested, as the API does, and say nothing of what was only claimed.
func TestEventsSayWhatWasAttested(t *testing.T) {
	t.Parallel()
	maker, publisher := &attest.Maker{CA: attest.NewCA("Maker")}, metadatatest.New("mds.example")
	list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01", "entries": []any{map[string]any{
		"aaguid": yubiKey, "statusReports": []any{map[string]any{"status": "FIDO_CERTIFIED"}},
		"metadataStatement": map[string]any{"description": "Example Key", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{maker.CA.Certificate.Raw}}}}}),
		metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	own := &attest.Maker{CA: attest.NewCA("A maker that the operator lists")}
	h := newHarness(t, under(authenticator.Profile{Attestation: authenticator.Indirect}, own.CA), func(h *harness) {
		h.rules.Attestation = attestation.New([]*x509.Certificate{own.CA.Certificate}, list, time.Now)
	})
	support := h.adminWith("revoke")
	for login, c := range map[string]struct {
		device []func(*webauthntest.Authenticator)
		want   string
	}{
		"metadata@example.com": {[]func(*webauthntest.Authenticator){attestedBy(maker.Packed)}, "metadata packed true Example Key"},
		"roots@example.com":    {[]func(*webauthntest.Authenticator){attestedBy(own.U2F), noModel}, "roots fido-u2f false <nil>"},
		"claims@example.com":   {[]func(*webauthntest.Authenticator){attestedBy(nil)}, ""},
	} {
		ada := h.person(login)
		made := ada.register(device(c.device...)).want(201)
		passkey := made.id()
		id := passkey.String()
		shown := fmt.Sprint(made.object()["attested"])
		support.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
		support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "found"}).want(200)
		support.post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost again"}).want(200)
		events := h.query(`SELECT event_type, metadata FROM security_audit WHERE passkey_id = ?`, passkey[:])
		if len(events) != 4 {
			t.Errorf("%s: %d events", login, len(events))
		}
		for _, event := range events {
			details := decode[object](t, []byte(fmt.Sprint(event[1])))
			proof, attested := details["attested"].(object)
			if (details["attested"] != nil) != (c.want != "") {
				t.Errorf("%s: %v has %v", login, event[0], details)
			}
			if got := fmt.Sprint(proof["by"], " ", proof["format"], " ", proof["model"], " ", proof["name"]); attested && (got != c.want || fmt.Sprint(proof) != shown) {
				t.Errorf("%s: %v has %s, and the API %s", login, event[0], got, shown)
			}
		}
	}
}
