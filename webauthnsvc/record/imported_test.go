package record_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/webauthnsvc/record"
	"latchkey/webauthnsvc/webauthntest"
)

// What Kratos does not say stays unknown, and what it says wrongly does no harm.
func TestRow(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 28, 12, 0, 0, 999, time.UTC)
	at := now.Truncate(time.Microsecond)
	old := at.Add(-time.Hour)
	for name, c := range map[string]struct {
		edit          func(*account.NativePasskey)
		created       time.Time
		known, uv     bool // its backup eligibility; its user verification is initialised
		clone, handle bool
		fault         string
	}{
		"no flags":            {edit: func(n *account.NativePasskey) { n.Flags = nil }, created: old},
		"neither flag":        {edit: func(n *account.NativePasskey) {}, created: old, known: true},
		"verified":            {edit: func(n *account.NativePasskey) { n.Flags.UserVerified = true }, created: old, known: true, uv: true},
		"can be synced":       {edit: func(n *account.NativePasskey) { n.Flags.BackupEligible = true }, created: old, known: true, uv: true},
		"a clone at Kratos":   {edit: func(n *account.NativePasskey) { n.CloneWarning = true }, created: old, known: true, clone: true},
		"of the future":       {edit: func(n *account.NativePasskey) { n.AddedAt = now.Add(time.Hour) }, created: at, known: true},
		"of an unknown time":  {edit: func(n *account.NativePasskey) { n.AddedAt = time.Time{} }, created: at, known: true},
		"with its handle":     {edit: func(n *account.NativePasskey) { n.UserHandle = []byte("own") }, created: old, known: true, handle: true},
		"no ID":               {edit: func(n *account.NativePasskey) { n.ID = nil }, fault: "cannot be read"},
		"an ID of 1024 bytes": {edit: func(n *account.NativePasskey) { n.ID = make([]byte, 1024) }, fault: "cannot be read"},
		"no key":              {edit: func(n *account.NativePasskey) { n.PublicKey = nil }, fault: "public key"},
		"a key of U2F":        {edit: func(n *account.NativePasskey) { n.PublicKey = raw }, fault: "format of the U2F API"},
		"a key that is cut":   {edit: func(n *account.NativePasskey) { n.PublicKey = public[:20] }, fault: "public key"},
	} {
		t.Run(name, func(t *testing.T) {
			n := account.NativePasskey{ID: []byte("id"), PublicKey: public, AddedAt: old, SignCount: 7, Flags: &account.NativeFlags{UserPresent: true}}
			c.edit(&n)
			row, err := record.Row(uuid.New(), "example.com", "Phone", n, []byte("placeholder"), now)
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) {
					t.Errorf("%v, want %q", err, c.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !row.CreatedAt.Equal(c.created) || !row.ImportedAt.Equal(at) || row.SignCount != 7 {
				t.Errorf("created %s, want %s; imported %s; counter %d", row.CreatedAt, c.created, row.ImportedAt, row.SignCount)
			}
			if (row.BackupEligible != nil) != c.known || row.UVInitialized != c.uv || (row.CloneWarningAt != nil) != c.clone || row.SuspendedAt != nil {
				t.Errorf("flags: %+v", row)
			}
			if row.HandleUnknown == c.handle || string(row.UserHandle) != map[bool]string{true: "own", false: "placeholder"}[c.handle] {
				t.Errorf("user handle %q, unknown: %t", row.UserHandle, row.HandleUnknown)
			}
			if _, _, err := record.Check(row.Record, row.CredentialID); err != nil || !json.Valid(row.Record) {
				t.Errorf("its record: %v", err)
			}
		})
	}
}
