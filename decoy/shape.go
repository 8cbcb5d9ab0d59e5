package decoy

// shape is what a credential descriptor reveals.
type shape struct {
	length     int // bytes
	transports []string
	weight     int // per 1000 passkeys
}

var (
	synced   = []string{"hybrid", "internal"} // browsers sort them (L3 §5.2.1)
	platform = []string{"internal"}
	usb      = []string{"usb"}
	usbNFC   = []string{"nfc", "usb"}
)

// shapes are those of common authenticators. If a source is named, it specifies the length or the transports; the
// others were observed in registrations and may change. The weights are estimates for a public service, where most
// passkeys are synced by phones and browsers.
//
// Decoys are drawn from this table by a keyed hash, so a change of the table changes all decoys but no real passkey,
// and reveals the difference to a client that asked before. Change it rarely, and only for better data.
var shapes = []shape{
	// iCloud Keychain: 20 bytes.
	{20, synced, 340},
	// Google Password Manager, on Android and in Chrome: 16 bytes (Chromium, components/webauthn/core/browser/
	// passkey_model_utils.cc, kCredentialIdLength).
	{16, synced, 330},
	// Password managers: 16 bytes, as in passkey-rs (CredentialIdLength::DEFAULT), or a UUID; not all report
	// "hybrid".
	{16, platform, 60},
	// Windows Hello, bound to the machine; passkeys of a Chrome profile on macOS (Chromium, device/fido/mac/
	// credential_store.mm, kCredentialIdLength): 32 bytes.
	{32, platform, 150},
	// Other credential providers on phones.
	{32, synced, 40},
	// YubiKey 5 from firmware 5.2, and similar keys: 48 bytes, by USB and NFC, or by USB alone.
	{48, usbNFC, 30},
	{48, usb, 15},
	// U2F keys, and FIDO2 keys with the same format: a key handle of 64 bytes (FIDO U2F Raw Message Formats §4.3 does
	// not fix the length).
	{64, usbNFC, 15},
	{64, usb, 10},
	// Browsers without getTransports(), which is newer than WebAuthn.
	{32, nil, 10},
}

// counts are the numbers of passkeys per user, for 100 users with passkeys. They are estimates: most users have the
// one that their device offered.
var counts = []int{1: 68, 2: 21, 3: 8, 4: 3}
