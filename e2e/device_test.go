package e2e_test

import (
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"latchkey/webauthnsvc/webauthntest"
)

// device is Chromium's virtual authenticator: a phone or laptop with a screen lock, whose passkeys are synced.
type device struct {
	tb *tab
	id webauthn.AuthenticatorID
}

// newDevice replaces the authenticator, as if the user moved to another machine.
func (tb *tab) newDevice() *device {
	tb.t.Helper()
	return tb.newAuthenticator("internal", true)
}

// newKey takes its place as well: a security key with a PIN, whose passkeys stay on it.
func (tb *tab) newKey() *device {
	tb.t.Helper()
	return tb.newAuthenticator("usb", false)
}

func (tb *tab) newAuthenticator(transport webauthn.AuthenticatorTransport, synced bool) *device {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	if tb.device != nil { // a tab can have but one of this kind
		_, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: tb.device.id})
		must(tb.t, err)
	} else {
		_, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{})
		must(tb.t, err)
	}
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: transport,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true,
			AutomaticPresenceSimulation: true, DefaultBackupEligibility: synced, DefaultBackupState: synced,
		},
	})
	must(tb.t, err)
	tb.device = &device{tb, made.AuthenticatorID}
	return tb.device
}

// hold adds a passkey that another authenticator has created.
func (d *device) hold(made *webauthntest.Passkey, owner string) {
	d.tb.t.Helper()
	private, err := made.PrivateKey()
	must(d.tb.t, err)
	ctx, cancel := d.tb.within()
	defer cancel()
	_, err = chromedp.Call(ctx, webauthn.AddCredential, webauthn.AddCredentialParams{AuthenticatorID: d.id, Credential: &webauthn.Credential{
		CredentialID: made.ID, IsResidentCredential: true, RpID: made.RPID, PrivateKey: private, UserHandle: made.UserHandle,
		BackupEligibility: true, BackupState: true, UserName: owner, UserDisplayName: owner,
	}})
	must(d.tb.t, err)
}

// knowsPerson sets whether user verification succeeds from now on.
func (d *device) knowsPerson(yes bool) {
	d.tb.t.Helper()
	ctx, cancel := d.tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: d.id, IsUserVerified: yes})
	must(d.tb.t, err)
}

// passkeys are those it holds.
func (d *device) passkeys() []*webauthn.Credential {
	d.tb.t.Helper()
	ctx, cancel := d.tb.within()
	defer cancel()
	held, err := chromedp.Call(ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: d.id})
	must(d.tb.t, err)
	return held.Credentials
}
