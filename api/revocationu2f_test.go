package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/store"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// Passkeys of a model of U2F keys are listed and revoked by the key identifier of its certificate, and no others are.
func TestPasskeysByKeyIdentifier(t *testing.T) {
	t.Parallel()
	ca := attest.NewCA("Maker")
	maker := &attest.Maker{CA: ca}
	recalled, other := maker.NewU2FBatch(), maker.NewU2FBatch()
	profile := under(authenticator.Profile{Attestation: authenticator.Direct}, ca)
	indirect := under(authenticator.Profile{Attestation: authenticator.Indirect}, ca)
	t.Run("SQLite", func(t *testing.T) { revokesByKeyIdentifier(t, newHarness(t, profile), ca, recalled, other) })
	t.Run("PostgreSQL", func(t *testing.T) {
		revokesByKeyIdentifier(t, newPostgresHarness(t, profile).harness, ca, recalled, other)
	})
	h := newHarness(t, indirect)
	unattested := u2f(ca, recalled)
	unattested.Attest = nil
	h.person("ada@example.com").register(unattested).want(201) // what no attestation vouches for is not of the model
	if got := h.listed("key_identifier=" + recalled.KeyIdentifier()); got != "" {
		t.Errorf("without attestation: %s", got)
	}
}

func u2f(ca *attest.CA, batch *attest.Batch) *webauthntest.Authenticator {
	return device(attestedBy((&attest.Maker{CA: ca, Batch: batch}).U2F), noModel)
}

// listed returns the IDs of the passkeys that a query lists.
func (h *harness) listed(query string) string {
	h.t.Helper()
	var ids []string
	for _, row := range h.adminWith("read").get("/admin/v1/passkeys?" + query).want(200).object()["passkeys"].([]any) {
		ids = append(ids, row.(object)["id"].(string))
	}
	return strings.Join(ids, " ")
}

func revokesByKeyIdentifier(t *testing.T, h *harness, ca *attest.CA, recalled, other *attest.Batch) {
	ada, bob, carol := h.person("ada@example.com"), h.person("bob@example.com"), h.person("carol@example.com")
	key := recalled.KeyIdentifier()
	one := ada.register(u2f(ca, recalled)).want(201).id().String()
	two := bob.register(u2f(ca, recalled)).want(201).id().String()
	kept := carol.register(u2f(ca, other)).want(201).id().String()
	for query, want := range map[string]string{
		"key_identifier=" + key:                                     two + " " + one,
		"key_identifier=" + strings.ToUpper(key):                    two + " " + one,
		"key_identifier=" + other.KeyIdentifier():                   kept,
		"key_identifier=" + strings.Repeat("0", 40):                 "",
		"key_identifier=" + key + "&identity_id=" + ada.id.String(): one,
		"key_identifier=" + key + "&aaguid=" + uuid.Nil.String():    two + " " + one,
		"key_identifier=" + key + "&aaguid=" + yubiKey.String():     "",
		"key_identifier=" + key + "&suspended=true":                 "",
	} {
		if got := h.listed(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}

	support := h.adminWith("read", "revoke")
	filter := object{"key_identifier": strings.ToUpper(key)}
	if got := support.post("/admin/v1/revocation-preview", object{"filter": filter}).want(200).object()["matched"]; got != 2. {
		t.Errorf("%v match", got)
	}
	asked := support.post(revocations, object{"reason": "recalled", "filter": filter, "expected": 2}).want(202).object()
	if got := fmt.Sprint(asked["filter"]); got != "map[key_identifier:"+key+"]" {
		t.Errorf("filter: %s", got)
	}
	again := support.post(revocations, object{"reason": "recalled", "filter": object{"key_identifier": key}}).want(202).object()
	if again["id"] != asked["id"] {
		t.Error("the same filter in lower case makes a second revocation")
	}
	if got := outcome(h.revoked(asked["id"])); got != "done: 0 waiting, 2 revoked, 0 gone, 0 skipped, 0 failed" {
		t.Error(got)
	}
	if h.holds(ada) != 0 || h.holds(bob) != 0 || h.holds(carol) != 1 {
		t.Errorf("left: %s", h.listed(""))
	}
	requested, err := h.store.AuditEvents(t.Context(), store.AuditFilter{Type: new("revocation.requested")}, store.Page{Size: 2})
	if err != nil || len(requested) != 1 || !strings.Contains(strings.ReplaceAll(string(requested[0].Metadata), " ", ""), `"filter":{"key_identifier":"`+key+`"}`) {
		t.Errorf("on record: %+v, %v", requested, err)
	}
}
