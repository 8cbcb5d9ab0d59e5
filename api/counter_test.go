package api_test

import (
	"testing"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

func TestSignCounter(t *testing.T) {
	t.Parallel()
	setUp := func(t *testing.T, clone string) (*harness, *person, *webauthntest.Authenticator, string) {
		h := newHarness(t, func(h *harness) { h.rules.Clone = clone })
		ada := h.person("ada@example.com")
		key := device(func(a *webauthntest.Authenticator) { a.CounterStep = 1 })
		id := ada.register(key).want(201).id().String()
		return h, ada, key, id
	}
	counter := func(h *harness) int64 { return h.query("SELECT sign_count FROM passkeys")[0][0].(int64) }
	warned := func(h *harness) bool {
		return h.query("SELECT clone_warning_at IS NOT NULL FROM passkeys")[0][0].(int64) == 1
	}

	t.Run("stays at zero", func(t *testing.T) {
		h := newHarness(t)
		ada := h.person("ada@example.com")
		phone := device()
		ada.register(phone).want(201)
		for range 3 {
			ada.login(phone).want(200)
		}
		if counter(h) != 0 || warned(h) {
			t.Error("a synced passkey is suspected")
		}
	})
	t.Run("advances", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		ada.login(key).want(200)
		key.Passkeys()[0].Counter += 1000
		ada.login(key).want(200)
		if counter(h) != 1003 || warned(h) {
			t.Errorf("counter %d", counter(h))
		}
	})
	t.Run("highest", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		key.Passkeys()[0].Counter = 1<<32 - 2
		ada.login(key).want(200)
		if counter(h) != 1<<32-1 {
			t.Errorf("counter %d", counter(h))
		}
	})
	for _, back := range []struct {
		name string
		to   uint32
	}{{"repeats", 6}, {"goes back", 3}, {"falls to zero", 0}} {
		t.Run("reject: "+back.name, func(t *testing.T) {
			h, ada, key, id := setUp(t, webauthnsvc.CloneReject)
			key.Passkeys()[0].Counter = 5
			ada.login(key).want(200) // at 6
			key.CounterStep, key.Passkeys()[0].Counter = 0, back.to
			ada.login(key).wantReason("clone")
			if counter(h) != 6 || !warned(h) {
				t.Errorf("counter %d, warned %v", counter(h), warned(h))
			}
			shown := h.adminWith("read").get("/admin/v1/passkeys/" + id).want(200).object()
			if shown["clone_warning"] != true || shown["suspended"] != false {
				t.Errorf("got %v, want clone_warning true, suspended false", shown)
			}
			key.Passkeys()[0].Counter = 7
			ada.login(key).want(200) // the honest one continues to work
		})
	}
	t.Run("suspend", func(t *testing.T) {
		h, ada, key, id := setUp(t, webauthnsvc.CloneSuspend)
		attacker := key.Copy()
		ada.login(key).want(200)
		ada.login(key).want(200)
		ada.stepUp(key).want(200)
		ada.login(attacker).wantReason("clone")
		key.Passkeys()[0].Counter += 10
		ada.login(key).wantReason("not_accepted")
		if h.count("step_ups") != 0 {
			t.Error("a step-up outlives the suspension of its passkey")
		}
		support := h.adminWith("read", "revoke")
		if shown := support.get("/admin/v1/passkeys/" + id).want(200).object(); shown["suspended"] != true {
			t.Errorf("got %v, want suspended true", shown)
		}
		suspected := support.get("/admin/v1/audit-events?event_type=passkey.clone_suspected&passkey_id=" + id).want(200).object()["events"].([]any)
		if details := suspected[0].(object)["metadata"].(object); len(suspected) != 1 || details["suspended"] != true {
			t.Errorf("suspicions on record: %v", suspected)
		}
		// Support finds the refused login by its passkey, although the user does not learn the reason.
		refused := support.get("/admin/v1/audit-events?event_type=login.refused&passkey_id=" + id).want(200).object()
		if events := refused["events"].([]any); len(events) != 1 {
			t.Errorf("%d refused logins of the suspended passkey on record, want 1", len(events))
		}
		support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "checked"}).want(200)
		if warned(h) {
			t.Error("the warning stays after the resumption")
		}
		ada.login(key).want(200)
	})
	t.Run("warn", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneWarn)
		key.Passkeys()[0].Counter = 50
		ada.login(key).want(200)
		key.Passkeys()[0].Counter = 7
		ada.login(key).want(200)
		if counter(h) != 51 || !warned(h) {
			t.Errorf("counter %d, warned %v: lowered or not marked", counter(h), warned(h))
		}
	})
	t.Run("step-up", func(t *testing.T) {
		h, ada, key, _ := setUp(t, webauthnsvc.CloneReject)
		ada.login(key).want(200)
		key.Passkeys()[0].Counter = 0
		ada.stepUp(key).wantReason("clone")
		if h.count("step_ups") != 0 {
			t.Error("a suspected clone has stepped up")
		}
	})
}
