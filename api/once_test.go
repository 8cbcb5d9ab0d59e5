package api_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
)

func TestFinishIsOnce(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()

	b := ada.begin("registration", object{})
	credential := ada.create(phone, b)
	ada.finish("registration", b, credential).want(201)
	ada.stepUp(phone).want(200)
	ada.finish("registration", b, credential).wantCode(409, "ceremony_spent")

	b = ada.begin("login", object{})
	credential = ada.getWith(phone, b)
	ada.finish("login", b, credential).want(200)
	ada.finish("login", b, credential).wantCode(409, "ceremony_spent")

	b = ada.begin("step-up", object{})
	credential = ada.getWith(phone, b)
	ada.finish("step-up", b, credential).want(200)
	ada.finish("step-up", b, credential).wantCode(409, "ceremony_spent")
	if h.count("passkeys") != 1 {
		t.Error("more than one passkey")
	}
}

// A failed verification spends the challenge as well: there is no second attempt.
func TestFailedVerificationSpends(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for _, kind := range []string{"login", "step-up"} {
		b := ada.begin(kind, object{})
		good := ada.getWith(phone, b)
		phone.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		bad := ada.getWith(phone, b)
		phone.Tamper.Signature = nil
		ada.finish(kind, b, bad).wantReason("not_accepted")
		ada.finish(kind, b, good).wantCode(409, "ceremony_spent")
	}
	ada.stepUp(phone).want(200)
	laptop := device()
	b := ada.begin("registration", object{})
	good := ada.create(laptop, b)
	hostile := device()
	hostile.Tamper.RPID = "evil.example"
	ada.finish("registration", b, ada.create(hostile, b)).wantReason("rp_id_mismatch")
	ada.finish("registration", b, good).wantCode(409, "ceremony_spent")
}

// A failure before verification, or because of another system, spends nothing: the user can try again.
func TestOutagesSpendNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	laptop := device()
	for _, kind := range kinds {
		b := ada.begin(kind, object{})
		var credential []byte
		status := 200
		if kind == "registration" {
			credential, status = ada.create(laptop, b), 201
		} else {
			credential = ada.getWith(phone, b)
		}
		before := h.dump()
		ada.finish(kind, b, []byte(`{"id":"AA"}`)).wantReason("malformed")
		h.kratos.goDown(true)
		ada.finish(kind, b, credential).wantCode(503, "kratos_unavailable")
		h.kratos.goDown(false)
		h.store.goDown(true)
		h.store.watch(true)
		down := ada.finish(kind, b, credential).wantCode(503, "store_unavailable")
		if calls := h.store.watch(false); len(calls) != 1 { // each waits for its deadline
			t.Errorf("%s: %v, want one call", kind, calls)
		}
		if down.header.Get("Retry-After") == "" {
			t.Error("503 without Retry-After")
		}
		h.store.goDown(false)
		if h.dump() != before {
			t.Errorf("%s: something was written", kind)
		}
		ada.finish(kind, b, credential).want(status)
	}
}

// Of fifty finishes of one ceremony on two replicas exactly one wins.
func TestParallelFinishesHaveOneWinner(t *testing.T) {
	h := newHarness(t)
	other := h.replica()
	ada := h.person("ada@example.com")
	phone := device()
	race := func(kind string, b begun, credential []byte, won int, lost ...string) {
		t.Helper()
		codes := make([]string, 50)
		start := make(chan struct{})
		var wait sync.WaitGroup
		for i := range codes {
			runner := ada.with("X-Request-Id", "")
			if i%2 == 1 {
				runner = runner.at(other)
			}
			wait.Go(func() {
				<-start
				a := runner.post("/v1/"+kind+"/finish", object{"ceremony": b.Ceremony, "credential": jsonRaw(credential)})
				if a.status == won {
					codes[i] = "won"
				} else {
					codes[i], _ = a.object()["code"].(string)
				}
			})
		}
		close(start)
		wait.Wait()
		winners := 0
		for _, code := range codes {
			if code == "won" {
				winners++
			} else if !strings.Contains(strings.Join(lost, " "), code) {
				t.Errorf("%s: a loser gets %q", kind, code)
			}
		}
		if winners != 1 {
			t.Errorf("%s: %d winners", kind, winners)
		}
	}
	b := ada.begin("registration", object{})
	race("registration", b, ada.create(phone, b), 201, "ceremony_spent")
	b = ada.begin("login", object{})
	race("login", b, ada.getWith(phone, b), 200, "ceremony_spent")
	b = ada.begin("step-up", object{})
	race("step-up", b, ada.getWith(phone, b), 200, "ceremony_spent")
	if h.count("passkeys") != 1 || h.count("spent_challenges") != 3 {
		t.Errorf("%d passkeys and %d spent challenges", h.count("passkeys"), h.count("spent_challenges"))
	}
}

// Begin never writes anything.
func TestBeginWritesNothing(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	h.app().begin("login", object{"identifier": "warm@up.example"}) // creates the decoys' key, once
	// A refused begin records what it saw at Kratos, once.
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	before := h.dump()
	for range 20 {
		h.app().begin("login", object{})
		h.browser().begin("login", object{"identifier": ada.email})
		h.browser().begin("login", object{"identifier": "nobody@example.com"})
		ada.begin("step-up", object{})
		ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	}
	h.person("eve@example.com").begin("registration", object{})
	if h.dump() != before {
		t.Error("something was written")
	}
}

// Changes during a call to Kratos: a passkey that is suspended or revoked meanwhile opens nothing.
func TestChangesBetweenBeginAndFinish(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*harness, *person, uuid.UUID){
		"suspended": func(h *harness, _ *person, id uuid.UUID) {
			h.service.Admin.SuspendPasskey(t.Context(), admin.System, audit.Request{}, id, "x", false)
		},
		"revoked": func(h *harness, _ *person, id uuid.UUID) {
			h.service.Admin.RevokePasskey(t.Context(), admin.System, audit.Request{}, id, "x", false, false)
		},
		"identity inactive": func(h *harness, p *person, _ uuid.UUID) {
			h.kratos.change(p.id, func(i *kratosIdentity) { i.Active = false })
		},
		"identity deleted": func(h *harness, p *person, _ uuid.UUID) { h.kratos.remove(p.id) },
	}
	for name, change := range changes {
		refused := func(got *answer) {
			if name == "identity deleted" {
				got.wantCode(410, "identity_deleted")
				return
			}
			got.wantReason("not_accepted")
		}
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			ada := h.person("ada@example.com")
			phone := device()
			id := ada.register(phone).want(201).id()
			b := ada.begin("login", object{})
			credential := ada.getWith(phone, b)
			change(h, ada, id)
			refused(ada.finish("login", b, credential))
			ada.finish("login", b, credential).wantCode(409, "ceremony_spent")
		})
		t.Run(name+" while Kratos is asked", func(t *testing.T) {
			h := newHarness(t)
			ada := h.person("ada@example.com")
			phone := device()
			id := ada.register(phone).want(201).id()
			b := ada.begin("login", object{})
			credential := ada.getWith(phone, b)
			h.kratos.meanwhile = func() { change(h, ada, id) }
			refused(ada.finish("login", b, credential))
		})
	}
}

// A client that lost the answer to a registration sends it again, and learns that it is done.
func TestRepeatedRegistrationIsDone(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	b := ada.begin("registration", object{})
	credential := ada.create(device(), b)
	stored := ada.finish("registration", b, credential).want(201)
	for range 2 {
		again := ada.finish("registration", b, credential)
		again.wantCode(409, "ceremony_spent")
		passkey, _ := again.object()["passkey"].(object)
		if passkey["id"] != stored.object()["id"] || passkey["name"] != stored.object()["name"] {
			t.Errorf("got %s, want the passkey of %s", again.body, stored.body)
		}
	}
	refused := h.query("SELECT count(*) FROM security_audit WHERE event_type LIKE '%refused'")[0][0].(int64)
	if refused != 0 || h.count("passkeys") != 1 || h.count("spent_challenges") != 1 {
		t.Errorf("%d refusals, %d passkeys, %d spent challenges", refused, h.count("passkeys"), h.count("spent_challenges"))
	}
	// Nothing is said to another session, about another response, or once the passkey is gone.
	other := h.person("grace@example.com")
	other.finish("registration", b, credential).wantCode(400, "ceremony_invalid")
	if got := ada.finish("registration", b, ada.create(device(), b)); got.object()["passkey"] != nil {
		t.Errorf("another response: %s", got.body)
	}
	h.query("DELETE FROM passkeys")
	if got := ada.finish("registration", b, credential); got.status != 409 || got.object()["passkey"] != nil {
		t.Errorf("without the passkey: %s", got.body)
	}
}

// The database commits a registration, and its answer is lost: the client is not asked for the passkey again that it has.
func TestRegistrationWhoseCommitIsUnclear(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	h.store.answerLost = true
	stored := ada.register(phone).want(201)
	if h.store.answerLost || h.count("passkeys") != 1 || h.count("spent_challenges") != 1 {
		t.Fatalf("%d passkeys, %d spent challenges", h.count("passkeys"), h.count("spent_challenges"))
	}
	if listed := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any); listed[0].(object)["id"] != stored.object()["id"] {
		t.Errorf("answered %s, stored %v", stored.body, listed)
	}
	ada.login(phone).want(200)
}
