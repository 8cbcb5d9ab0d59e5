package native

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
)

// recorded reads a response of a real Kratos 1.3.1 about one identity: a passkey, and a WebAuthn key as second factor.
func recorded(t *testing.T) (id uuid.UUID, passkey, webauthn Credential) {
	t.Helper()
	text, err := os.ReadFile("testdata/identity.json")
	if err != nil {
		t.Fatal(err)
	}
	var identity struct {
		ID          uuid.UUID
		Credentials map[string]Credential
	}
	if err := json.Unmarshal(text, &identity); err != nil {
		t.Fatal(err)
	}
	return identity.ID, identity.Credentials["passkey"], identity.Credentials["webauthn"]
}

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestReadRecorded(t *testing.T) {
	id, passkey, webauthn := recorded(t)
	n := Read(id, passkey, webauthn)
	if n.Identity.ID != id || len(n.Passkeys) != 2 || len(n.Handles) != 1 {
		t.Fatalf("read %+v", n)
	}
	mine, key := n.Passkeys[0], n.Passkeys[1]
	if mine.Kind != "passkey" || !bytes.Equal(mine.ID, bytesOf(t, "trYFiCpEnbb6qJVN58hHps6c9EdVpaDPzuOYohfrfX8=")) ||
		!bytes.Equal(mine.UserHandle, []byte("MHUf7e6YiSlV9tIMcNaTXE1LbrFWNKjYWEgwQlQH90UwXCIvcrAYoIr9syqVMgpq")) ||
		mine.Name != "Chrome on Mac" || mine.AAGUID.String() != "adce0002-35bc-c60a-648b-0b25f1f05503" || mine.SecondFactor || mine.SignCount != 0 ||
		!mine.AddedAt.Equal(time.Date(2026, 11, 28, 11, 15, 16, 0, time.UTC)) || len(mine.PublicKey) != 77 ||
		mine.Flags == nil || *mine.Flags != (account.NativeFlags{UserPresent: true, UserVerified: true, BackupEligible: true, BackedUp: true}) {
		t.Errorf("the passkey: %+v", mine)
	}
	// A second-factor key's user handle is the identity's ID, which Kratos has in its config as bytes.
	if key.Kind != "webauthn" || key.Name != "Blue key" || !key.SecondFactor || !bytes.Equal(key.UserHandle, id[:]) {
		t.Errorf("the key: %+v", key)
	}
}

// What differs from the recorded answer, and what is made of it.
func TestRead(t *testing.T) {
	id, passkey, webauthn := recorded(t)
	change := func(c Credential, old, changed string) Credential {
		if !bytes.Contains(c.Config, []byte(old)) {
			t.Fatalf("%s has no %s", c.Config, old)
		}
		c.Config = bytes.ReplaceAll(c.Config, []byte(old), []byte(changed))
		return c
	}
	first := func(passkey, webauthn Credential) account.NativePasskey {
		return Read(id, passkey, webauthn).Passkeys[0]
	}

	t.Run("several handles", func(t *testing.T) {
		// Identifiers of removed passkeys stay; nothing says which of them belongs to which passkey.
		more := passkey
		more.Identifiers = append([]string{"of a removed one", "", string(make([]byte, 65))}, more.Identifiers...)
		n := Read(id, more, Credential{})
		if len(n.Handles) != 2 || string(n.Handles[0]) != passkey.Identifiers[0] || string(n.Handles[1]) != "of a removed one" || n.Passkeys[0].UserHandle != nil {
			t.Errorf("read %+v", n)
		}
	})
	t.Run("passwordless key", func(t *testing.T) {
		if key := first(Credential{}, change(webauthn, `"is_passwordless": false`, `"is_passwordless": true`)); key.SecondFactor {
			t.Errorf("read %+v", key)
		}
	})
	t.Run("old record", func(t *testing.T) { // of before Kratos kept flags and names
		key := first(Credential{}, Credential{Config: json.RawMessage(`{"credentials":[{"id":"AQ==","public_key":"AQ==","authenticator":{"aaguid":"AQ=="}}]}`)})
		if key.Flags != nil || key.Name != "" || key.AAGUID != uuid.Nil || !key.AddedAt.IsZero() || !bytes.Equal(key.UserHandle, id[:]) || !key.SecondFactor {
			t.Errorf("read %+v", key)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		for _, config := range []string{"", "{}", `{"credentials":null}`, `{"credentials":[]}`} {
			if n := Read(id, Credential{Config: json.RawMessage(config)}, Credential{Config: json.RawMessage(config)}); len(n.Passkeys)+len(n.Handles) != 0 {
				t.Errorf("%s: read %+v", config, n)
			}
		}
	})
	// What cannot be read is a passkey without ID, which is reported as unusable, and hides none of the others.
	t.Run("unreadable", func(t *testing.T) {
		for _, config := range []string{`[]`, `"x"`, `{"credentials":{}}`, `{"user_handle":"%"}`, `{"credentials":["x"]}`, `{"credentials":[{"id":7}]}`,
			`{"credentials":[{"added_at":"yesterday"}]}`, `{"credentials":[{"authenticator":{"sign_count":-1}}]}`} {
			c := Credential{Config: json.RawMessage(config)}
			if n := Read(id, c, c); len(n.Passkeys) != 2 || n.Passkeys[0].ID != nil || n.Passkeys[0].Kind != "passkey" || n.Passkeys[1].Kind != "webauthn" {
				t.Errorf("%s: read %+v", config, n)
			}
		}
		both := change(passkey, `"credentials": [`, `"credentials": ["x",`)
		if n := Read(id, both, Credential{}); len(n.Passkeys) != 2 || n.Passkeys[0].ID != nil || n.Passkeys[1].Name != "Chrome on Mac" {
			t.Errorf("read %+v", n)
		}
	})
}
