package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// TestClocksSendNoOneInCircles: while a new login at Kratos would not count, no user is sent there, again and again; they
// learn that it would not help. A smaller difference changes nothing.
func TestClocksSendNoOneInCircles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		ahead time.Duration
		bars  bool
	}{
		{"30 s ahead", 30 * time.Second, false},
		{"62 s ahead", 62 * time.Second, true},
		{"a day ahead", 24 * time.Hour, true},
		{"30 s behind", -30 * time.Second, false},
		{"25 h behind", -25 * time.Hour, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t, policy("aal2", 0), func(h *harness) {
				h.rules.KratosAhead = func() (time.Duration, bool) { return test.ahead, true }
			})
			ada := h.person("ada@example.com")
			for range 2 { // at first, and after another login at Kratos
				h.kratos.editSession(ada.token, func(s *account.Session) {
					s.AuthenticatedAt = h.clock.Now().Add(test.ahead)
					s.Methods[0].CompletedAt = s.AuthenticatedAt
				})
				if next := ada.get("/v1/session").want(200).object()["next"]; next != "enrol" {
					t.Errorf("next %v, want enrol", next)
				}
				got := ada.post("/v1/registration/begin", object{})
				if !test.bars {
					got.want(200)
					continue
				}
				got.wantCode(500, "clocks_differ")
			}
		})
	}
}

// TestClocksKeepOtherWays: a passkey still makes the session fresh, since Latchkey notes its use by its own clock. A factor at
// Kratos would not.
func TestClocksKeepOtherWays(t *testing.T) {
	t.Parallel()
	ahead := time.Duration(0)
	h := newHarness(t, func(h *harness) { h.rules.KratosAhead = func() (time.Duration, bool) { return ahead, true } })
	ada, phone := h.person("ada@example.com"), device()
	ada.vouchedTOTP(h, phone)
	for clock, want := range map[time.Duration]string{0: "passkey kratos", 2 * time.Minute: "passkey"} {
		ahead = clock
		if ways := wayNames(ada.post("/v1/registration/begin", object{})); ways != want {
			t.Errorf("%s ahead: ways %q, want %q", ahead, ways, want)
		}
	}
	ahead = 2 * time.Minute
	ada.stepUp(phone).want(200)
	ada.post("/v1/registration/begin", object{}).want(200)
}

// TestClocksBarTheSecondFactorAtKratos: its use would not count either, so forward-auth and the console do not ask for it
// again and again. If Kratos is behind, it counts for the level, however old it is.
func TestClocksBarTheSecondFactorAtKratos(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ahead time.Duration
		bars  bool
	}{{30 * time.Second, false}, {62 * time.Second, true}, {-25 * time.Hour, false}} {
		t.Run(test.ahead.String(), func(t *testing.T) {
			h := newHarness(t, policy("aal2", 0), func(h *harness) {
				h.rules.KratosAhead = func() (time.Duration, bool) { return test.ahead, true }
			})
			ada, console := h.console("ada@example.com", "admin")
			h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
			status, code := 403, "aal2_required"
			if test.bars {
				status, code = 500, "clocks_differ"
			}
			for range 2 { // at first, and after its use
				ada.get("/v1/authz").wantCode(status, code)
				console.get("/admin/v1/me").wantCode(status, code)
				if !test.bars {
					break
				}
				h.kratos.editSession(ada.token, func(s *account.Session) {
					s.AAL = account.AAL2
					s.Methods = append(s.Methods, account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now().Add(test.ahead)})
				})
			}
		})
	}
}
