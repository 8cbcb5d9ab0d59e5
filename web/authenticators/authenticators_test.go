package authenticators_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/web/authenticators"
)

func TestKnown(t *testing.T) {
	for aaguid, want := range map[string]authenticators.Entry{
		"fbfc3007-154e-4ecc-8c0b-6e020557d7bd": {"Apple Passwords", authenticators.PasswordManager}, // iCloud Keychain, as it was called
		"dd4ec289-e01d-41c9-bb89-70fa845d4bf2": {"iCloud Keychain (Managed)", authenticators.PasswordManager},
		"ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4": {"Google Password Manager", authenticators.PasswordManager},
		"08987058-cadc-4b81-b6e1-30de50dcbe96": {"Windows Hello", authenticators.Computer},
		"adce0002-35bc-c60a-648b-0b25f1f05503": {"Chrome on Mac", authenticators.Browser},
		"2fc0579f-8113-47ea-b116-bb5a8db9202a": {"YubiKey 5 NFC", authenticators.SecurityKey},
		"42b4fb4a-2866-43b2-9bf7-6c6669c2e5d3": {"Google Titan Security Key", authenticators.SecurityKey},
		"8876631b-d4a0-427f-5773-0ec71c9e0279": {"Solo", authenticators.SecurityKey},
	} {
		got, ok := authenticators.Known(uuid.MustParse(aaguid))
		if !ok || got != want {
			t.Errorf("%s is %+v, want %+v", aaguid, got, want)
		}
		if !slices.Contains(authenticators.Kinds, got.Kind) {
			t.Errorf("%s is of no kind: %q", aaguid, got.Kind)
		}
	}
	for _, unknown := range []uuid.UUID{uuid.Nil, uuid.New()} {
		if got, ok := authenticators.Known(unknown); ok {
			t.Errorf("%s is %+v", unknown, got)
		}
	}
}
