package kratos_test

import (
	"strings"
	"testing"

	"latchkey/assurance"
	"latchkey/demo"
	"latchkey/kratos"
)

const totpSecret = "JBSWY3DPEHPK3PXP"

// TestRealCodeIsSecondFactor: Kratos' aal2 login flow offers a code exactly if it accepts one as a second factor: with
// mfa_enabled, whatever else the identity holds and whichever level its session has.
func TestRealCodeIsSecondFactor(t *testing.T) {
	ctx := t.Context()
	for _, test := range []struct {
		code string
		want bool
	}{{"first", false}, {"second", true}, {"fallback", true}, {"", false}} {
		t.Run("code "+test.code, func(t *testing.T) {
			k, c := start(t, demo.KratosOptions{Code: test.code})
			people := map[string]*demo.KratosUser{"browser": k.Browser(), "app": k.App()}
			for name, user := range people {
				must(t, user.Register(ctx, name+"@example.com", password, ""))
				for _, state := range []string{"alone, aal1", "with TOTP, aal2", "with TOTP, aal1"} {
					switch state {
					case "with TOTP, aal2":
						must(t, k.AddTOTP(ctx, user.IdentityID, totpSecret))
						must(t, user.StepUp(ctx, totpSecret))
					case "with TOTP, aal1":
						again := map[string]*demo.KratosUser{"browser": k.Browser(), "app": k.App()}[name]
						must(t, again.Login(ctx, user.Email, password))
						user = again
					}
					session, err := c.Session(ctx, proofOf(t, c, user))
					must(t, err)
					if !strings.HasSuffix(state, session.AAL) {
						t.Fatalf("%s, %s: session at %s", name, state, session.AAL)
					}
					offered, err := session.OffersCode(ctx)
					if err != nil || offered != test.want {
						t.Errorf("%s, %s, session at %s: offered %t, %v", name, state, session.AAL, offered, err)
					}
					_, held, err := client(t, k).Holdings(ctx, user.IdentityID, session.OffersCode)
					must(t, err)
					if held.Has(assurance.KindCode) != test.want || (test.want && held[len(held)-1].Unsure) {
						t.Errorf("%s, %s: holds %v", name, state, held.Kinds())
					}
				}
			}
		})
	}
}

func proofOf(t *testing.T, c *kratos.Client, user *demo.KratosUser) kratos.Credential {
	t.Helper()
	if cookie := user.Cookie(); cookie != nil {
		return credential(t, c, "Cookie", cookie.String())
	}
	return credential(t, c, "X-Session-Token", user.Token())
}
