package api_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/compromised"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/store"
)

// signedList is a list that the test replaces.
type signedList struct{ list *metadata.List }

func (p *signedList) List() *metadata.List { return p.list }

func (p *signedList) Ready() bool { return true }

func (p *signedList) Entry(model authenticator.Model) *attestation.Entry { return p.list.Entry(model) }

// publish signs and verifies a list with one model.
func (p *signedList) publish(t *testing.T, number int, model uuid.UUID, status string) {
	t.Helper()
	p.publishEntry(t, number, map[string]any{
		"aaguid": model, "statusReports": []any{map[string]any{"status": status}}, "metadataStatement": map[string]any{"description": "Key"},
	})
}

func (p *signedList) publishEntry(t *testing.T, number int, entry map[string]any) {
	t.Helper()
	publisher := metadatatest.New("mds.example")
	blob := publisher.Blob(map[string]any{"no": number, "nextUpdate": "2026-12-31", "entries": []any{entry}})
	var err error
	if p.list, err = metadata.Parse(blob, metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now()); err != nil {
		t.Fatal(err)
	}
}

// atTestTime is a store whose clock is the test's.
type atTestTime struct {
	store.Store
	clock *clock
}

func (s atTestTime) Now(context.Context) (time.Time, error) { return s.clock.Now(), nil }

// follow does what is due about compromised models, as serve does.
func (h *harness) follow() {
	h.t.Helper()
	cfg := h.rules.Compromised
	cfg.Log, cfg.Now = h.config.Log, h.clock.Now
	h.clock.advance(time.Hour)
	if err := compromised.New(cfg, atTestTime{h.store, h.clock}, h.service.Endings, h.service.Audit).Run(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// A passkey of a compromised model opens nothing, and what it opened ends, until the model is cleared or an admin resumes it. The user
// learns why, and a recovery code leads to another passkey.
func TestCompromisedModel(t *testing.T) {
	t.Parallel()
	list := &signedList{}
	h := newHarness(t, func(h *harness) {
		h.rules.Compromised = compromised.Config{Lists: list, Action: store.ActionSuspend}
		h.rules.Attestation = attestation.New(nil, list, time.Now)
	})
	model := uuid.UUID(device().AAGUID)
	list.publish(t, 1, model, "FIDO_CERTIFIED_L1")
	ada, phone := h.fresh("ada@example.com")
	codes := ada.post("/v1/recovery-codes", object{}).want(201).object()["codes"].([]any)
	staff := h.adminWith("read", "revoke")
	id := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(map[string]any)["id"].(string)
	const models = "/admin/v1/compromised-models"

	if got := staff.get(models).want(200).object(); len(got["models"].([]any)) != 0 || got["action"] != "suspend" || got["unknown"].(map[string]any)["passkeys"] != 0.0 {
		t.Errorf("%v", got)
	}
	list.publish(t, 2, model, "REVOKED")
	if got := staff.get(models).want(200).object()["models"].([]any)[0].(map[string]any); got["passkeys"] != 1.0 || got["without_another"] != 1.0 || got["report"] != nil {
		t.Errorf("before the report: %v", got)
	}
	h.follow()
	h.browser().login(phone).wantReason("not_accepted")
	seen := staff.get("/admin/v1/passkeys/" + id).want(200).object()
	if seen["suspension_cause"] != "compromised" || seen["compromised"] != "REVOKED" || seen["suspended"] != true {
		t.Errorf("%v", seen)
	}
	if got := staff.get(models).want(200).object()["models"].([]any)[0].(map[string]any); got["passkeys"] != 0.0 || got["report"].(map[string]any)["acted"] != 1.0 {
		t.Errorf("after the report: %v", got)
	}

	again := h.signIn(ada.id, ada.email) // by password
	if own := again.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(map[string]any); own["suspended"] != true || own["compromised"] != "REVOKED" || own["suspended_as_compromised"] != true {
		t.Errorf("%v", own)
	}
	again.post("/v1/step-up/begin", object{}).wantCode(404, "not_found")
	other := device()
	other.AAGUID = [16]byte{0xfe}
	again.post("/v1/recovery-codes/redeem", object{"code": codes[0]}).want(200)
	refused := again.register(device()).wantCode(403, "authenticator_not_allowed").object() // it would be suspended within minutes
	if fmt.Sprint(refused["wanted"]) != "[approved]" || refused["reason"] != "model_compromised" {
		t.Errorf("refused: %v", refused)
	}
	again.register(other).want(201) // the code is not spent by that
	h.follow()
	h.browser().login(other).want(200)

	staff.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "another version"}).want(200)
	h.follow()
	h.browser().login(phone).want(200)
	list.publish(t, 3, model, "FIDO_CERTIFIED_L1")
	h.follow()
	if got := staff.get(models).want(200).object(); len(got["models"].([]any)) != 0 || len(got["ended"].([]any)) != 1 {
		t.Errorf("after the end: %v", got)
	}
	if n := h.events("passkey.suspended"); n != 1 {
		t.Errorf("suspended %d times", n)
	}
}

// One admin does not make the suspension of the last passkey outlive the report, where two are needed for a last passkey.
func TestCompromisedLastPasskeyNeedsTwoAdmins(t *testing.T) {
	t.Parallel()
	list := &signedList{}
	h := newHarness(t, twoAdmins, func(h *harness) {
		h.rules.Compromised = compromised.Config{Lists: list, Action: store.ActionSuspend}
		h.rules.Attestation = attestation.New(nil, list, time.Now)
	})
	list.publish(t, 1, uuid.UUID(device().AAGUID), "REVOKED")
	ada := h.person("ada@example.com")
	path := "/admin/v1/passkeys/" + ada.register(device()).want(201).id().String()
	h.follow()
	staff := h.adminWith("read", "revoke")
	cause := func() any { return staff.get(path).want(200).object()["suspension_cause"] }
	if got := cause(); got != "compromised" {
		t.Fatal(got)
	}
	asked := staff.post(path+"/suspend", object{"reason": "x"}).want(202).object()
	if got := cause(); got != "compromised" || asked["kind"] != "passkey_suspension" {
		t.Errorf("%v, %v", got, asked)
	}
	h.adminWith("read", "revoke").post(approvalPath(asked)+"/approve", object{}).want(200)
	if got := cause(); got != "staff" {
		t.Errorf("after the approval: %v", got)
	}
	if got := staff.get(path).want(200).object(); got["suspended"] != true || got["suspended_as_compromised"] != false || got["compromised"] != "REVOKED" {
		t.Errorf("the user reads: %v", got)
	}
}
