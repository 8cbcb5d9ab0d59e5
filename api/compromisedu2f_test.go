package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/admin"
	"latchkey/attestation"
	"latchkey/audit"
	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/store"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// What happens to a model with an AAGUID happens to one of U2F keys, which has none, if their attestation was verified.
func TestCompromisedU2FModel(t *testing.T) {
	t.Parallel()
	ca, list := attest.NewCA("Maker"), &signedList{}
	maker := &attest.Maker{CA: ca}
	batch, other := maker.NewU2FBatch(), maker.NewU2FBatch()
	key := authenticator.Model{KeyIdentifier: batch.KeyIdentifier()}
	publish := func(number int, status string) {
		list.publishEntry(t, number, entryOfU2F(ca, batch, "Example U2F Key", status))
	}
	publish(1, "FIDO_CERTIFIED_L1")
	verifier := attestation.New(nil, list, time.Now)
	h := newHarness(t, under(authenticator.Profile{Attestation: authenticator.Indirect}), func(h *harness) {
		h.rules.Compromised = compromised.Config{Lists: list, Action: store.ActionSuspend}
		h.rules.Attestation = verifier
	})
	of := func(b *attest.Batch) *webauthntest.Authenticator {
		return device(attestedBy((&attest.Maker{CA: ca, Batch: b}).U2F), noModel)
	}
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	phone := of(batch)
	id := ada.register(phone).want(201).id()
	unverified := bob.register(of(other)).want(201).id() // of a model that nothing vouches for
	staff := h.adminWith("read", "revoke")
	models := func(member string) []any {
		return staff.get("/admin/v1/compromised-models").want(200).object()[member].([]any)
	}
	shown := func() object { return staff.get("/admin/v1/passkeys/" + id.String()).want(200).object() }

	publish(2, "REVOKED")
	found := staff.get("/admin/v1/compromised-models").want(200).object()
	if m := found["models"].([]any)[0].(map[string]any); m["key_identifier"] != key.KeyIdentifier || m["aaguid"] != nil || m["passkeys"] != 1.0 ||
		found["unknown"].(map[string]any)["passkeys"] != 1.0 || shown()["compromised"] != "REVOKED" {
		t.Errorf("before the report: %v", found)
	}
	eve := h.person("eve@example.com")
	if refused := eve.register(of(batch)).wantCode(403, "authenticator_not_allowed").object(); fmt.Sprint(refused["wanted"]) != "[attested]" {
		t.Errorf("refused before the report: %v", refused)
	}
	h.follow()
	h.browser().login(phone).wantReason("not_accepted")
	if seen := shown(); seen["suspension_cause"] != "compromised" || seen["compromised"] != "REVOKED" {
		t.Errorf("%v", seen)
	}
	if got := staff.get("/admin/v1/passkeys/" + unverified.String()).want(200).object(); got["suspended"] != false || got["compromised"] != "" {
		t.Errorf("of unknown model: %v", got)
	}
	for kind, want := range map[string]int{"model.compromised": 1, "passkey.suspended": 1, "model.suspended": 1} {
		if got := fmt.Sprint(h.query(`SELECT metadata->>'key_identifier' FROM security_audit WHERE event_type = '` + kind + `'`)); h.events(kind) != want || !strings.Contains(got, key.KeyIdentifier) {
			t.Errorf("%s: %s", kind, got)
		}
	}

	var export strings.Builder
	if err := h.service.People.ExportIdentity(t.Context(), admin.System, audit.Request{}, ada.id, &export); err != nil ||
		!strings.Contains(strings.Join(strings.Fields(export.String()), " "), `"report_id": "`+fmt.Sprint(models("models")[0].(map[string]any)["report"].(map[string]any)["id"])+`", "passkey_id": "`+id.String()+`", "at": `) {
		t.Errorf("exported %s, %v", export.String(), err)
	}

	publish(1, "FIDO_CERTIFIED_L1") // a replica that has an older list
	if refused := eve.register(of(batch)).wantCode(403, "authenticator_not_allowed").object(); fmt.Sprint(refused["wanted"]) != "[approved]" || refused["reason"] != "model_compromised" {
		t.Errorf("refused: %v", refused)
	}
	publish(3, "FIDO_CERTIFIED_L1")
	h.follow()
	h.browser().login(phone).want(200)
	if got := models("ended"); len(models("models")) != 0 || len(got) != 1 || got[0].(map[string]any)["key_identifier"] != key.KeyIdentifier {
		t.Errorf("after the end: %v", got)
	}

	h.rules.Compromised.Exempt = []authenticator.Model{key}
	verifier.Exempt(h.rules.Compromised.Exempt)
	publish(4, "REVOKED")
	h.follow()
	h.browser().login(phone).want(200)
	if got := shown()["compromised"]; got != "" {
		t.Errorf("an exempt model is shown as %s", got)
	}
}
