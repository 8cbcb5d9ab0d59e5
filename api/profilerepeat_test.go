package api_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/metadata"
)

// republished is metadata of which another publication may arrive.
type republished struct{ attestation.Metadata }

// published is the list that a case describes.
func (c *conformance) published(t *testing.T) *metadata.List {
	t.Helper()
	list, err := metadata.Parse(c.publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01", "entries": []any{map[string]any{
		"aaguid": conformingModel, "metadataStatement": c.model, "statusReports": []any{map[string]any{"status": c.status, "effectiveDate": "2020-01-01"}}}}}), c.trust, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A client lost the answer to a registration. When it sends it again, the profile no longer allows the model, and what is stored is
// stored: it learns that, and not that the passkey was refused. Another registration is refused.
func TestRepeatedRegistrationUnderAStricterProfile(t *testing.T) {
	t.Parallel()
	c := soundCase("packed")
	list := &republished{c.published(t)}
	h := newHarness(t, under(c.profile), func(h *harness) { h.rules.Attestation = attestation.New(nil, list, time.Now) })
	c.device.Attest = c.attest
	ada := h.person("ada@example.com")
	b := ada.begin("registration", object{})
	credential := ada.create(c.device, b)
	stored := ada.finish("registration", b, credential).want(201)
	c.status = "REVOKED"
	list.Metadata = c.published(t)
	again := ada.finish("registration", b, credential).wantCode(409, "ceremony_spent")
	if passkey, _ := again.object()["passkey"].(object); passkey["id"] != stored.object()["id"] {
		t.Errorf("got %s", again.body)
	}
	if n := h.events("registration.refused"); n != 0 {
		t.Errorf("%d refusals are recorded", n)
	}
	other := device(deviceBound)
	other.AAGUID, other.Attest = uuid.UUID(conformingModel), c.attest
	h.person("grace@example.com").register(other).wantCode(403, "authenticator_not_allowed")
}
