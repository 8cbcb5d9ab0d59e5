package row

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"latchkey/store"
)

// FirstPasskeyColumns are those of a first passkey.
const FirstPasskeyColumns = `
		identity_id,
		at,
		unverified,
		recovered_at,
		recovered_session,
		settings_at,
		settings_factors,
		settings_passkeys,
		along_until`

// FirstPasskey returns the fields of FirstPasskeyColumns.
func FirstPasskey(f *store.FirstPasskey) []any {
	return []any{
		&f.IdentityID,
		&f.At,
		(*Unverified)(&f.Unverified),
		&f.RecoveredAt,
		&f.RecoveredSession,
		&f.SettingsAt,
		&f.SettingsFactors,
		&f.SettingsPasskeys,
		&f.AlongUntil,
	}
}

// Unverified is a column with a JSON array of addresses, which is empty where there are none.
type Unverified []store.UnverifiedAddress

// Scan implements sql.Scanner.
func (u *Unverified) Scan(src any) error {
	var raw []byte
	switch src := src.(type) {
	case []byte:
		raw = src
	case string:
		raw = []byte(src)
	default:
		return fmt.Errorf("row: addresses as %T", src)
	}
	*u = nil
	if string(raw) == "[]" {
		return nil
	}
	return json.Unmarshal(raw, (*[]store.UnverifiedAddress)(u))
}

// Value implements driver.Valuer.
func (u Unverified) Value() (driver.Value, error) {
	if len(u) == 0 {
		return "[]", nil
	}
	raw, err := json.Marshal([]store.UnverifiedAddress(u))
	return string(raw), err
}
