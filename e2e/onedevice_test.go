package e2e_test

import (
	"bytes"
	"net/http"
	"testing"
)

// testOneDevice: a user has one device. They set up a passkey before they verify their address, forget the password,
// and recover the account by mail. That suspends the passkey, which could belong to another user. The same device can
// register again.
func testOneDevice(t *testing.T, s *stack) {
	tb := holder(s, t)
	first := tb.device.passkeys()[0]
	s.settled(t, tb.user)
	in, owner := s.recover(t, tb.user.Email)
	if !in {
		t.Fatal("the owner of the address cannot recover the account")
	}
	cookie, err := (&http.Request{Header: owner.header}).Cookie("ory_kratos_session")
	must(t, err)
	tb.signIn(s.latchkey.PublicURL, cookie)
	if list := owner.passkeys(t); len(list) != 1 || !list[0].Suspended {
		t.Fatalf("after the recovery: %+v", list)
	}
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	held := tb.device.passkeys()
	if len(held) == 0 || bytes.Equal(held[len(held)-1].UserHandle, first.UserHandle) {
		t.Fatalf("the device holds %+v", held)
	}
	// The new passkey removes the old one, which the browser deletes with the next list.
	if list := owner.passkeys(t); len(list) != 1 || list[0].Suspended {
		t.Errorf("they hold %+v", list)
	}
	tb.open(s.latchkey.PublicURL + "/passkeys")
	eventually(t, "the device has deleted the passkey that was removed", func() bool {
		for _, one := range tb.device.passkeys() {
			if bytes.Equal(one.CredentialID, first.CredentialID) {
				return false
			}
		}
		return true
	})
	tb.open(s.latchkey.PublicURL + "/login")
	tb.press("Sign in with a passkey")
	tb.at(s.latchkey.PublicURL + "/passkeys")
}
