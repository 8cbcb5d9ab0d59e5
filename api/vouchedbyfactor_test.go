package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// An app that was there at the first passkey enrols backup codes in a session that it made fresh. When the owner disowns the
// app, the codes are asked about as well; when the owner replaces it, they stay.
func TestVouchEndsWithItsFactor(t *testing.T) {
	t.Parallel()
	for end, want := range map[string]string{"disowned": "", "gone": "fresh_session"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			a := newByApp(t, false)
			a.h.clock.advance(time.Second)
			a.h.kratos.change(a.attacker.id, func(i *kratosIdentity) {
				i.factors.LookupSecret, i.codes, i.factorsAt = true, "theirs", a.h.clock.Now()
			})
			a.h.kratos.editSession(a.attacker.token, func(s *account.Session) {
				s.Methods = append(s.Methods, account.Method{Name: "lookup_secret", AAL: account.AAL2, CompletedAt: a.h.clock.Now()})
			})
			a.attacker.standing()
			how := func() string {
				rows := a.h.query("SELECT how FROM factors WHERE kind = 'lookup_secret'")
				if len(rows) != 1 {
					t.Fatalf("%d sets of codes", len(rows))
				}
				return rows[0][0].(string)
			}
			if got := how(); got != "fresh_session" {
				t.Fatalf("enrolled in a fresh session: vouched for as %q", got)
			}
			if end == "gone" {
				a.loses()
			} else {
				a.disowns()
			}
			a.owner.standing()
			if got := how(); got != want {
				t.Errorf("vouched for as %q, want %q", got, want)
			}
		})
	}
}
