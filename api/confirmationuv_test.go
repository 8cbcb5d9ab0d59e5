package api_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/seal"
	"latchkey/webauthnsvc/webauthntest"
)

// withoutPIN is a security key without a PIN: it cannot be synced, and verifies no user.
func withoutPIN() *webauthntest.Authenticator {
	return device(func(a *webauthntest.Authenticator) {
		a.BackupEligible, a.BackedUp, a.UserVerified, a.CounterStep = false, false, false, 1
		a.AAGUID, a.Transports = [16]byte{0x2f, 0xc0}, []string{"usb"}
	})
}

// An attacker with a stolen key without a PIN sets one, and requests a receipt.
func TestConfirmationRequiresUVThatCounts(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	key := withoutPIN()
	id := ada.register(key).want(201).id()
	key.UserVerified = true
	before := h.dump()
	ada.post("/v1/confirmations/begin", object{"payload": transfer}).wantReason("user_verification_missing")
	if h.dump() != before {
		t.Error("a refused begin wrote to the database")
	}

	// Next to a passkey whose UV counts, only that one is listed, and the other cannot sign.
	ada.stepUp(key).want(200) // in a session that the password began: from now on the PIN counts
	ada.confirm(key, transfer).want(200)
	h.query("UPDATE passkeys SET uv_initialized = 0 WHERE id = ?", id[:])
	phone := device()
	ada.register(phone).want(201)
	b := ada.begin("confirmations", object{"payload": transfer})
	if listed := string(b.PublicKey); strings.Contains(listed, base64ID(key.Passkeys()[0].ID)) || !strings.Contains(listed, base64ID(phone.Passkeys()[0].ID)) {
		t.Errorf("got %s, want only the passkey whose user verification counts", listed)
	}
	ada.finish("confirmations", b, ada.getWith(phone, b)).want(200)

	// What counted at begin may not count at finish.
	b = ada.begin("confirmations", object{"payload": transfer})
	h.query("UPDATE passkeys SET uv_initialized = 0")
	refused := ada.finish("confirmations", b, ada.getWith(phone, b)).wantReason("user_verification_missing")
	if detail, _ := refused.object()["detail"].(string); !strings.Contains(detail, "does not count") {
		t.Errorf("got detail %q, although the key verified its user", detail)
	}
	if refused.object()["receipt"] != nil {
		t.Errorf("got %s, want no receipt", refused.body)
	}
	ada.finish("confirmations", b, ada.getWith(phone, b)).wantCode(409, "ceremony_spent")
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=confirmation.refused").want(200).object()["events"].([]any)
	if len(events) != 1 || events[0].(object)["reason"] != "user_verification_missing" || events[0].(object)["passkey_id"] == nil {
		t.Errorf("got %v, want 1 entry, reason user_verification_missing, passkey_id set", events)
	}
}

// A passkey of a model in uv_not_trusted cannot sign a confirmation, synced or not.
func TestConfirmationByAnUntrustedModel(t *testing.T) {
	t.Parallel()
	phone := device()
	h := newHarness(t, func(h *harness) { h.rules.UVNotTrusted = []uuid.UUID{phone.AAGUID} })
	ada := h.person("ada@example.com")
	ada.register(phone).want(201)
	ada.post("/v1/confirmations/begin", object{"payload": transfer}).wantReason("user_verification_missing")
}

// With secrets.cipher, an attacker can seal a ceremony with another text, but cannot combine that text with a signature.
func TestConfirmationRecomputesItsChallenge(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	sealer, err := seal.New(h.rules.Secrets)
	if err != nil {
		t.Fatal(err)
	}
	b := ada.begin("confirmations", object{"payload": "Pay 1 EUR"})
	plain, err := sealer.OpenToken("confirmation", b.Ceremony)
	if err != nil {
		t.Fatal(err)
	}
	was, other := base64.StdEncoding.EncodeToString([]byte("Pay 1 EUR")), base64.StdEncoding.EncodeToString([]byte("Pay 9000 EUR"))
	if !strings.Contains(string(plain), was) {
		t.Fatalf("got ceremony %s, want %s in it", plain, was)
	}
	forged := begun{Ceremony: sealer.SealToken("confirmation", []byte(strings.Replace(string(plain), was, other, 1))), PublicKey: b.PublicKey}
	before := h.dump()
	ada.finish("confirmations", forged, ada.getWith(phone, b)).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("the forged ceremony wrote to the database")
	}
	ada.finish("confirmations", b, ada.getWith(phone, b)).want(200)
}
