package approved_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"latchkey/audit"
	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/metadata/metadatatest"
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
	command := forgetCommand(t, config.WebAuthn{Metadata: config.Metadata{URL: "http://127.0.0.1:1/"}}, records, &out)
	if err := command.Run(); err != nil || !strings.HasPrefix(out.String(), "forgot list 9000 and higher ones: running replicas drop it") {
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
	events, err := records.AuditEvents(t.Context(), store.AuditFilter{}, store.Page{Size: 9})
	if err != nil || len(events) != 1 || events[0].Type != audit.MetadataForgotten || events[0].ActorKind != store.ActorSystem ||
		string(events[0].Metadata) != `{"number":9000,"publisher":"fido"}` {
		t.Errorf("recorded: %+v, %v", events, err)
	}
}

// Replicas would take it again from the file.
func TestForgetWhatTheFileHas(t *testing.T) {
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	list, root := filepath.Join(folder, "blob.jwt"), filepath.Join(folder, "root.pem")
	for file, content := range map[string][]byte{
		list: publisher.Blob(map[string]any{"no": 9000, "nextUpdate": "2026-12-01"}),
		root: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}),
	} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := config.WebAuthn{Metadata: config.Metadata{File: list, RootFile: root}}
	keeper := approved.Read(w).Metadata
	keeper.Look(t.Context(), records)
	command := forgetCommand(t, w, records, io.Discard)
	if err := command.Run(); err == nil || !strings.Contains(err.Error(), "replace the file first; nothing was changed") {
		t.Errorf("%v", err)
	}
	if _, err := records.AuthenticatorList(t.Context(), keeper.Publisher(), nil); err != nil {
		t.Error(err)
	}
}

// forgetCommand is metadata forget 9000.
func forgetCommand(t *testing.T, w config.WebAuthn, records store.Store, out io.Writer) *kong.Context {
	t.Helper()
	var grammar struct {
		Metadata approved.Command `cmd:""`
	}
	parser, err := kong.New(&grammar, kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(approved.Database{Out: out,
		Open: func(_ context.Context, f func(config.Config, store.Store) error) error {
			return f(config.Config{WebAuthn: w}, records)
		}}))
	if err != nil {
		t.Fatal(err)
	}
	command, err := parser.Parse([]string{"metadata", "forget", "9000"})
	if err != nil {
		t.Fatal(err)
	}
	return command
}
