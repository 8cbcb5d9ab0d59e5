package api_test

import (
	"strconv"
	"testing"
	"time"

	"latchkey/assurance"
	"latchkey/store"
)

// An account replaces its backup codes at Kratos over and over, where no limit of Latchkey's applies. Of these changes, the
// audit log keeps a few and counts the others; a change of another kind is recorded in full. The rows of the codes are bounded.
func TestFactorFlood(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	replaces := func(i int) {
		h.kratos.change(ada.id, func(k *kratosIdentity) { k.factors.LookupSecret, k.codes = true, strconv.Itoa(i) })
		ada.standing()
	}
	const sets, perMinute = 3 * store.MaxGone, 10
	for i := range sets {
		replaces(i)
	}
	ada.enrolsTOTP(h)
	ada.standing()
	ofKind := func(event, kind string) int {
		return int(h.query("SELECT count(*) FROM security_audit WHERE event_type = ? AND metadata ->> 'kind' = ?", event, kind)[0][0].(int64))
	}
	want := map[string]int{"factor.appeared": sets - perMinute, "factor.gone": sets - 1 - perMinute}
	for event := range want {
		if n := ofKind(event, assurance.KindLookupSecret); n != perMinute {
			t.Errorf("%d rows of %s", n, event)
		}
	}
	if n := ofKind("factor.appeared", assurance.KindTOTP); n != 1 {
		t.Errorf("the app that was set up meanwhile has %d rows", n)
	}
	if n := h.count("factors WHERE kind = 'lookup_secret'"); n != 1+store.MaxGone {
		t.Errorf("%d sets of codes are remembered", n)
	}
	h.clock.advance(time.Minute)
	if err := h.service.Audit.RecordSuppressed(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	sums := h.suppressed()
	for _, sum := range sums {
		if sum.Identity != ada.id || sum.Reason != assurance.KindLookupSecret || sum.Count != want[sum.Type] {
			t.Errorf("%+v", sum)
		}
	}
	if len(sums) != len(want) {
		t.Errorf("%d rows count what was not recorded", len(sums))
	}
	replaces(sets)
	if n := ofKind("factor.appeared", assurance.KindLookupSecret); n != perMinute+1 {
		t.Errorf("a minute later there are %d rows", n)
	}
}
