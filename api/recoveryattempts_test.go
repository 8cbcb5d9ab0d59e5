package api_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// As users type them; a string that cannot be a code does not count as an attempt.
func TestRecoveryCodeForms(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	for i, form := range []func(string) string{
		strings.ToLower,
		func(c string) string { return strings.ReplaceAll(c, "-", "") },
		func(c string) string { return "  " + strings.ReplaceAll(c, "-", " – ") + "\n" },
		func(c string) string { return strings.NewReplacer("0", "o", "1", "l", "-", "\u2011").Replace(c) },
		func(c string) string { return strings.NewReplacer("0", "O", "1", "I").Replace(c) },
	} {
		ada.redeem(form(codes[i])).want(200)
	}
	before := h.dump()
	for _, typed := range []string{"", " ", "-", codes[5][:13], codes[5] + "2", "U" + codes[5][1:], strings.Repeat("-", 200) + codes[5],
		"ÄÖÜẞ-0000-0000", "\x00" + codes[5], codes[5] + "\u202e", "０００００００００００００"} {
		for range 6 {
			ada.redeem(typed).wantField("code")
		}
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	ada.redeem(codes[5]).want(200)
}

func TestWrongRecoveryCodesLock(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	codes := ada.newCodes()
	ada.redeem(codes[0]).want(200)
	for left := 4; left >= 0; left-- {
		if got := ada.redeem("0000-0000-0000").wantCode(400, "recovery_code_rejected").object(); got["tries_left"] != float64(left) {
			t.Errorf("%v tries left, want %d", got["tries_left"], left)
		}
		if left > 0 { // a form sent twice is not a wrong attempt
			ada.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
		}
	}
	locked := ada.redeem(codes[1]).wantCode(423, "locked")
	if locked.object()["retry_after"] != 900.0 || locked.header.Get("Retry-After") != "900" {
		t.Errorf("got %s, %v, want 900 s in retry_after and Retry-After", locked.body, locked.header)
	}
	h.signIn(ada.id, ada.email).redeem(codes[1]).wantCode(423, "locked")
	ada.stepUp(phone).want(200)
	h.app().login(phone).want(200)
	if h.events("recovery_codes.locked") != 1 || h.events("recovery_codes.failed") != 6 { // the form sent again, once
		t.Errorf("%d locked, %d failed", h.events("recovery_codes.locked"), h.events("recovery_codes.failed"))
	}
	h.clock.advance(15*time.Minute - time.Second)
	if got := ada.redeem(codes[1]).wantCode(423, "locked").object()["retry_after"]; got != 1.0 {
		t.Errorf("retry after %v", got)
	}
	h.clock.advance(time.Second)
	ada.redeem(codes[1]).want(200)
}

func (h *harness) atOnce(n int, replicas []*harness, p *person, code string) map[string]int {
	got := map[string]int{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		c := p.at(replicas[i%len(replicas)])
		wait.Go(func() {
			<-start
			a := c.post("/v1/recovery-codes/redeem", object{"code": code})
			outcome := fmt.Sprint(a.status)
			if a.status != 200 {
				outcome, _ = a.object()["code"].(string)
			}
			mu.Lock()
			got[outcome]++
			mu.Unlock()
		})
	}
	close(start)
	wait.Wait()
	return got
}

// Two replicas on one Postgres.
func TestRecoveryCodesAtOnce(t *testing.T) {
	h := newPostgresHarness(t)
	replicas := []*harness{h.harness, h.replica()}
	ada, codes, _ := h.enrolled("ada@example.com")
	if got := h.atOnce(30, replicas, ada, codes[3]); got["200"] != 1 || got["recovery_code_rejected"] != 29 {
		t.Errorf("one code thirty times: %v", got)
	}
	ada.redeem(codes[4]).want(200) // and no user is locked out by that
	if got := h.atOnce(50, replicas, ada, "0000-0000-0000"); got["recovery_code_rejected"] != 5 || got["locked"] != 45 {
		t.Errorf("fifty wrong ones: %v", got)
	}
	ada.redeem(codes[5]).wantCode(423, "locked")
}

// The response to a redemption needs no further database read.
func TestRedemptionIsAnsweredOnceItIsWritten(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	h.store.afterRedemption = func() { h.store.goDown(true) }
	got := ada.redeem(codes[0]).want(200).object()
	h.store.afterRedemption = nil
	h.store.goDown(false)
	assurance, _ := got["assurance"].(map[string]any)
	if now := ada.get("/v1/session").want(200).object()["assurance"]; assurance["level"] != "aal2" || !reflect.DeepEqual(now, got["assurance"]) {
		t.Errorf("it answered %v, and the session has %v", assurance, now)
	}

	// If the session's facts cannot be read, the code is not used.
	h.store.goDown(true)
	ada.redeem(codes[1]).wantCode(503, "store_unavailable")
	h.store.goDown(false)
	ada.redeem(codes[1]).want(200)
}

// One used code, sent repeatedly.
func TestUsedCodeDoesNotFillTheLog(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	again := func(times, more int) {
		t.Helper()
		before := h.count("security_audit")
		for range times {
			ada.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
		}
		if n := h.count("security_audit") - before; n != more {
			t.Errorf("%d tries wrote %d events, want %d", times, n, more)
		}
	}
	again(20, 1)
	h.clock.advance(16 * time.Minute)
	again(3, 1)
}
