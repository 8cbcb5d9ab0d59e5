package approved_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

// The command forgets the list of the publisher that the configuration names, by its number.
func TestForget(t *testing.T) {
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	for _, publisher := range []string{"fido", "other"} {
		row := store.AuthenticatorList{Publisher: publisher, Number: 9000, Digest: []byte{1}, Blob: []byte("x"), VerifiedAt: time.Now()}
		if err := records.KeepAuthenticatorList(t.Context(), row, nil); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	var grammar struct {
		Metadata approved.Command `cmd:""`
	}
	cfg := config.Config{WebAuthn: config.WebAuthn{Metadata: config.Metadata{URL: "http://127.0.0.1:1/"}}}
	parser, err := kong.New(&grammar, kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(approved.Database{Out: &out,
		Open: func(_ context.Context, f func(config.Config, store.Store) error) error { return f(cfg, records) }}))
	if err != nil {
		t.Fatal(err)
	}
	command, err := parser.Parse([]string{"metadata", "forget", "9000"})
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Run(); err != nil || !strings.HasPrefix(out.String(), "forgot list 9000 and higher ones: restart all replicas") {
		t.Errorf("%v, %s", err, &out)
	}
	if _, err := records.AuthenticatorList(t.Context(), "fido", nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("kept: %v", err)
	}
	if _, err := records.AuthenticatorList(t.Context(), "other", nil); err != nil {
		t.Errorf("another publisher's: %v", err)
	}
	if err := command.Run(); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("again: %v", err)
	}
}
