package kratos_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/webauthnsvc"
)

// TestRealMintToBeRaised: a Kratos that demands the user's second factor refuses the session of a login by passkey. It is
// returned all the same, with the page that raises it, and is the same session afterwards. Only a Kratos that knows
// aal2_acr_values counts a passkey that verified its user as two factors.
func TestRealMintToBeRaised(t *testing.T) {
	m := startMintWith(t, demo.KratosOptions{WhoamiAAL: "highest_available"})
	app := m.kratos.App()
	must(t, app.Login(t.Context(), "ada@example.com", password))
	secret, err := app.EnrolTOTP(t.Context())
	must(t, err)
	for i, test := range []struct {
		kind             string
		verified, raised bool
		user             *demo.KratosUser
	}{
		{webauthnsvc.SessionToken, false, true, m.kratos.App()},
		{webauthnsvc.SessionCookie, false, true, m.kratos.Browser()},
		{webauthnsvc.SessionToken, true, !m.kratos.Has(demo.CountsACR), m.kratos.App()},
		{webauthnsvc.SessionCookie, true, !m.kratos.Has(demo.CountsACR), m.kratos.Browser()},
	} {
		m.who.UserVerified = test.verified
		m.who.UserAgent = fmt.Sprint("Example Browser ", i) // tells apart logins of the same second
		minting, code := m.begin(t, test.kind)
		m.commit(t, code)
		minted, err := minting.Finish(t.Context(), code.RedirectTo)
		must(t, err)
		if minted.Session.ID == uuid.Nil || (minted.Raise != nil) != test.raised {
			t.Errorf("%+v: %+v, raise %v", test, minted.Session, minted.Raise)
			continue
		}
		header, value := "X-Session-Token", minted.Token
		test.user.Continue(minted.Token)
		if minted.Cookie != nil {
			header, value = "Cookie", minted.Cookie.Name+"="+minted.Cookie.Value
			test.user.Continue(minted.Cookie.Value)
		}
		if test.raised {
			if want := m.kratos.BrowserURL + "/self-service/login/browser?aal=aal2"; minted.Raise.RedirectTo != want {
				t.Errorf("%+v: raised at %s, want %s", test, minted.Raise.RedirectTo, want)
			}
			must(t, test.user.StepUp(t.Context(), secret))
		}
		session, err := m.client.Session(t.Context(), credential(t, m.client, header, value))
		if err != nil || session.ID != minted.Session.ID || session.AAL != account.AAL2 {
			t.Errorf("%+v: the session is %+v, %v, want %s at aal2", test, session, err, minted.Session.ID)
		}
	}
}
