package api_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// recordedOf counts the rows of the audit log by type.
func (h *harness) recordedOf(kind string) int {
	h.t.Helper()
	return int(h.query("SELECT count(*) FROM security_audit WHERE event_type = ?", kind)[0][0].(int64))
}

// suppressed returns the rows that count what was not recorded.
func (h *harness) suppressed() (rows []suppressedRow) {
	h.t.Helper()
	for _, row := range h.query("SELECT identity_id, metadata, actor_kind FROM security_audit WHERE event_type = 'audit.suppressed' ORDER BY id") {
		var s suppressedRow
		if raw, ok := row[0].([]byte); ok {
			s.Identity = uuid.UUID(raw)
		}
		if err := json.Unmarshal([]byte(row[1].(string)), &s); err != nil || row[2] != "system" {
			h.t.Fatalf("%v %v", err, row)
		}
		rows = append(rows, s)
	}
	return rows
}

type suppressedRow struct {
	Identity     uuid.UUID `json:"-"`
	Type, Reason string
	Count        int
	Since        time.Time
}

func anotherChallenge(m map[string]any) {
	m["challenge"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

// refuseStepUp causes one that is refused for its signature.
func (p *person) refuseStepUp(phone *webauthntest.Authenticator) begun {
	p.t.Helper()
	b := p.begin("step-up", object{})
	phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
	credential := p.getWith(phone, b)
	phone.Tamper.Signature = nil
	p.finish("step-up", b, credential).wantReason("not_accepted")
	// A refusal that is not recorded still spends its ceremony.
	p.finish("step-up", b, p.getWith(phone, b)).wantCode(409, "ceremony_spent")
	return b
}

// An account cannot fill the append-only log with refusals: a few are recorded, the rest are counted in one row.
func TestFloodOfRefusalsIsCounted(t *testing.T) {
	var told sync.Map
	h := newHarness(t, func(h *harness) {
		h.rules.Suppressed = func(kind string) {
			n, _ := told.LoadOrStore(kind, new(int))
			*n.(*int)++
		}
	})
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	phone, hers := device(), device()
	ada.register(phone).want(201)
	eve.register(hers).want(201)
	start := h.clock.Now()
	for range 117 {
		ada.refuseStepUp(phone)
	}
	if n := h.recordedOf("step_up.refused"); n != 5 {
		t.Errorf("%d rows of 117 refusals", n)
	}
	// Other users, other reasons and types, and successes are still recorded.
	eve.refuseStepUp(hers)
	b := ada.begin("step-up", object{})
	phone.Tamper.ClientData = anotherChallenge
	credential := ada.getWith(phone, b)
	phone.Tamper.ClientData = nil
	ada.finish("step-up", b, credential).wantReason("challenge_mismatch")
	if n := h.recordedOf("step_up.refused"); n != 7 {
		t.Errorf("%d rows, want 7", n)
	}
	for range 20 {
		ada.stepUp(phone).want(200)
	}
	if n := h.recordedOf("step_up.succeeded"); n != 20 {
		t.Errorf("%d of 20 successes are recorded", n)
	}

	flush := func(all bool, want ...suppressedRow) {
		t.Helper()
		if err := h.service.Audit.RecordSuppressed(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		got := h.suppressed()
		if len(got) != len(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for i := range want {
			if got[i].Since.Equal(want[i].Since) {
				got[i].Since = want[i].Since
			}
			if got[i] != want[i] {
				t.Errorf("got %v, want %v", got[i], want[i])
			}
		}
	}
	flush(false) // the minute is not over
	h.clock.advance(time.Minute)
	first := suppressedRow{ada.id, "step_up.refused", "not_accepted", 112, start}
	flush(false, first)
	flush(false, first)
	if n, _ := told.Load("step_up.refused"); *n.(*int) != 112 {
		t.Errorf("the meter counts %d, want 112", *n.(*int))
	}

	// The next minute starts a new count; at the end of the process, current counts are written at once.
	second := h.clock.Now()
	for range 8 {
		ada.refuseStepUp(phone)
	}
	flush(true, first, suppressedRow{ada.id, "step_up.refused", "not_accepted", 3, second})
}

// A caller without a known passkey concerns no identity. All such refusals share one budget, of which no single reason
// gets more than half.
func TestFloodWithoutIdentityIsCounted(t *testing.T) {
	h := newHarness(t)
	app := h.app()
	unknown := device()
	h.person("ada@example.com").register(unknown).want(201)
	h.query("DELETE FROM passkeys")
	try := func(edit func()) {
		t.Helper()
		defer func() { unknown.Tamper = webauthntest.Tamper{} }()
		b := app.begin("login", object{})
		edit()
		app.finish("login", b, app.getWith(unknown, b)).wantCode(400, "passkey_rejected")
	}
	for range 40 {
		try(func() {})
	}
	for range 40 {
		try(func() { unknown.Tamper.ClientData = anotherChallenge })
	}
	for range 10 {
		try(func() { unknown.Tamper.ClientData = func(m map[string]any) { m["origin"] = "https://evil.example" } })
	}
	if n := h.recordedOf("login.refused"); n != 60 {
		t.Errorf("%d rows of 90 refusals", n)
	}
	h.clock.advance(time.Minute)
	if err := h.service.Audit.RecordSuppressed(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, row := range h.suppressed() {
		if row.Identity != uuid.Nil || row.Type != "login.refused" {
			t.Errorf("got %v, want login.refused without an identity", row)
		}
		counts[row.Reason] += row.Count
	}
	if counts["not_accepted"] != 10 || counts["challenge_mismatch"] != 10 || counts["origin_mismatch"] != 10 {
		t.Errorf("got %v, want not_accepted 10, challenge_mismatch 10, origin_mismatch 10", counts)
	}
}

// With a password, an attacker can cause any number of refusals at the gate.
func TestFloodAtTheGateIsCounted(t *testing.T) {
	h := newHarness(t, gated)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	for range 50 {
		gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada)))
	}
	if n := h.recordedOf("login_gate.refused"); n != 5 {
		t.Errorf("%d rows", n)
	}
}

// Concurrent refusals are not recorded in the order of their times: an older one does not restart the count. A clock
// that went back far does.
func TestOlderRefusalsAreOfTheSameCount(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for range 20 {
		ada.refuseStepUp(phone)
		h.clock.advance(-time.Second)
	}
	if n := h.recordedOf("step_up.refused"); n != 5 {
		t.Errorf("%d rows", n)
	}
	h.clock.advance(-2 * time.Minute)
	ada.refuseStepUp(phone)
	if n := h.recordedOf("step_up.refused"); n != 6 {
		t.Errorf("%d rows after the clock went back", n)
	}
}

// Counts that a database outage prevented from being written are written later.
func TestSuppressedSurvivesAnOutage(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for range 2 {
		for range 10 {
			ada.refuseStepUp(phone)
		}
		h.clock.advance(time.Minute)
		h.store.goDown(true)
		if err := h.service.Audit.RecordSuppressed(t.Context(), false); !errors.Is(err, errDown) {
			t.Errorf("got %v, want errDown", err)
		}
		h.store.goDown(false)
	}
	if err := h.service.Audit.RecordSuppressed(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if rows := h.suppressed(); len(rows) != 1 || rows[0].Count != 10 {
		t.Errorf("got %v, want 1 entry, Count 10", rows)
	}
}
