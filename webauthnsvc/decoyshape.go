package webauthnsvc

import "github.com/go-webauthn/webauthn/protocol"

// shape is what can be seen of a credential ID before it is used.
type shape struct {
	length     int // bytes
	transports []protocol.AuthenticatorTransport
	weight     int // of 1000 passkeys
}

var (
	synced   = []protocol.AuthenticatorTransport{protocol.Hybrid, protocol.Internal} // browsers sort them (L3 §5.2.1)
	platform = []protocol.AuthenticatorTransport{protocol.Internal}
	usb      = []protocol.AuthenticatorTransport{protocol.USB}
	usbNFC   = []protocol.AuthenticatorTransport{protocol.NFC, protocol.USB}
)

// shapes are those of authenticators that people have. Where a source is named, length or transports stand there; the others
// are as registrations show them, and no maker promises them. The weights are our estimate for a public service, where
// synced passkeys of phones and browsers prevail.
//
// Decoys are drawn from this table by a keyed hash, so a change of it changes all decoys at once and none of the real
// passkeys: to whoever asked before and after, that tells the two apart. Change it seldom, and nothing in it for its looks.
var shapes = []shape{
	// iCloud Keychain: 20 bytes.
	{20, synced, 340},
	// Google Password Manager, on Android and in Chrome: 16 bytes (Chromium, components/webauthn/core/browser/
	// passkey_model_utils.cc, kCredentialIdLength).
	{16, synced, 330},
	// Password managers: 16 bytes, as passkey-rs makes them (CredentialIdLength::DEFAULT), or a UUID; not all tell "hybrid".
	{16, platform, 60},
	// Windows Hello, bound to the machine; passkeys of a Chrome profile on macOS (Chromium, device/fido/mac/
	// credential_store.mm, kCredentialIdLength): 32 bytes.
	{32, platform, 150},
	// Further credential providers of phones.
	{32, synced, 40},
	// YubiKey 5 from firmware 5.2 on and its like: 48 bytes, by USB and NFC, or by USB alone.
	{48, usbNFC, 30},
	{48, usb, 15},
	// U2F keys, and FIDO2 keys that kept their format: a key handle of 64 bytes (FIDO U2F Raw Message Formats §4.3 leaves the
	// length to the maker).
	{64, usbNFC, 15},
	{64, usb, 10},
	// Browsers that tell no transports: getTransports() is younger than WebAuthn.
	{32, nil, 10},
}

// counts are how many passkeys people with any have, of 100: our estimate again. Most have the one that their device offered.
var counts = []int{1: 68, 2: 21, 3: 8, 4: 3}
