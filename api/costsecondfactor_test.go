package api_test

import (
	"testing"

	policies "latchkey/policy"
)

// policy.second_factor costs no round trip: a login does not read what it needs, and forward-auth reads that in the batch that it sends anyway.
func TestCostOfSecondFactor(t *testing.T) {
	t.Parallel()
	for _, second := range []string{policies.SecondFactorNone, policies.SecondFactorRequired} {
		t.Run(second, func(t *testing.T) {
			t.Parallel()
			h := newPostgresHarness(t, func(h *harness) { h.rules.SecondFactor, h.rules.Required = second, "aal2" })
			ada := h.person("ada@example.com")
			phone := device()
			ada.register(phone).want(201)
			ada.stepUp(phone).want(200)
			ada.newCodes()
			waits := func(run func()) int64 {
				least := int64(1 << 62)
				for range 10 { // the first ones prepare statements and read keys
					before := h.trips.all()
					run()
					least = min(least, h.trips.all()-before)
				}
				return least
			}
			if got := waits(func() { ada.get("/v1/authz").want(200) }); got != 1 {
				t.Errorf("authz waits %d times for the database, want once", got)
			}
			if got := waits(func() { h.app().login(phone).want(200) }); got != 2 {
				t.Errorf("a login waits %d times for the database, want twice", got)
			}
		})
	}
}
