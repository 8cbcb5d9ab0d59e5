package approved_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/metadata/kept"
	"latchkey/metadata/metadatatest"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

// What doctor says of each state of the list, with a remedy.
func TestCheck(t *testing.T) {
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	list := func(number int, next time.Time) []byte {
		return publisher.Blob(map[string]any{"no": number, "nextUpdate": next.Format(time.DateOnly)})
	}
	odd := publisher.Blob(map[string]any{"no": 7, "nextUpdate": time.Now().AddDate(0, 0, 9).Format(time.DateOnly), "entries": []any{map[string]any{"aaguid": "key"}}})
	root := file("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}))
	crl := file("signer.crl", publisher.Revoke(publisher.Leaf).Raw)
	again := *publisher
	again.Renew(time.Now().Add(time.Hour))
	other := again.Blob(map[string]any{"no": 7, "nextUpdate": time.Now().AddDate(0, 0, 9).Format(time.DateOnly)}) // by another signer's certificate
	soon, past := time.Now().AddDate(0, 0, 9), time.Now().AddDate(0, 0, -9)
	direct := []config.Profile{{Name: "staff", Attestation: "direct"}}
	for name, c := range map[string]struct {
		kept     []byte // in the database; nil: nothing
		served   []byte // nil: an error
		byFile   []byte // nil: by URL
		profiles []config.Profile
		revoked  bool
		want     []string // check and result
		said     string
	}{
		"current":                      {kept: list(7, soon), served: list(7, soon), want: []string{"ok"}, said: "number 7, next update on " + soon.Format(time.DateOnly)},
		"none, and one can be fetched": {served: list(7, soon), profiles: direct, want: []string{"metadata.fetch warning"}, said: "latchkey serve"},
		"none, and it is not needed":   {want: []string{"metadata.fetch warning"}, said: "status 500"},
		"none, and it is needed":       {profiles: direct, want: []string{"metadata.fetch fault"}, said: "refuse all new passkeys"},
		"not fetched":                  {kept: list(7, soon), profiles: direct, want: []string{"metadata.fetch warning"}, said: "still used"},
		"an older one":                 {kept: list(7, soon), served: list(6, soon), want: []string{"metadata.fetch warning"}, said: "its number 6 is older than 7Nothing, if it has yet to get the newest one. If number 7 was a mistake of the publisher, or forged: latchkey metadata forget 7."},
		"overdue":                      {kept: list(7, past), served: list(7, past), want: []string{"metadata.overdue warning"}, said: past.Format(time.DateOnly)},
		"overdue, and not fetched":     {kept: list(7, past), want: []string{"metadata.fetch warning", "metadata.overdue warning"}, said: "status 500"},
		"a revoked signer":             {kept: list(7, soon), served: list(8, soon), revoked: true, want: []string{"fault"}, said: "is revoked"},
		"a file":                       {byFile: list(7, soon), want: []string{"ok"}, said: "blob.jwt"},
		"an entry that is odd":         {byFile: odd, want: []string{"ok"}, said: "(parts of its entries that cannot be read: 1)"},
		"a file, and a revoked signer": {kept: list(8, soon), byFile: other, revoked: true, want: []string{"ok"}, said: "number 7"},
		"a file that is older":         {kept: list(8, soon), byFile: list(7, soon), want: []string{"metadata.older warning"}, said: "number 7 in "},
		"a file that is overdue":       {byFile: list(7, past), want: []string{"metadata.overdue warning"}, said: "number 7"},
		"a file that is none":          {byFile: []byte("x"), want: []string{"metadata.file warning"}, said: "there is no other list"},
		"none, which is needed":        {byFile: []byte("x"), profiles: direct, want: []string{"metadata.file fault"}, said: "not a signed list"},
		"none, and one is kept":        {kept: list(7, soon), byFile: []byte("x"), profiles: direct, want: []string{"metadata.file warning"}, said: "the database has number 7, which is used"},
	} {
		t.Run(name, func(t *testing.T) {
			records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer records.Close()
			answers := c.kept
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if answers == nil {
					w.WriteHeader(http.StatusInternalServerError)
				}
				_, _ = w.Write(answers)
			}))
			defer server.Close()
			w := config.WebAuthn{Profiles: c.profiles, Metadata: config.Metadata{URL: server.URL, RootFile: root}}
			if c.kept != nil {
				approved.Read(w).Metadata.Look(t.Context(), records)
			}
			answers = c.served
			if c.byFile != nil {
				w.Metadata.URL, w.Metadata.File = "", file("blob.jwt", c.byFile)
			}
			if c.revoked {
				w.Metadata.RevokedFiles = []string{crl}
			}
			check := approved.Check(w, func(_ context.Context, f func(kept.Store) error) error { return f(records) }, func(setting string) string { return setting + " (here)" })
			found := check.Run(t.Context())
			var got []string
			text := ""
			for _, f := range found {
				got = append(got, strings.TrimSpace(f.Check+" "+string(f.Result)))
				text += f.Wrong + f.Seen + f.Remedy
				if f.Result != doctor.OK && (f.Seen == "" || f.Remedy == "") {
					t.Errorf("no remedy: %+v", f)
				}
			}
			if strings.Join(got, ", ") != strings.Join(c.want, ", ") || !strings.Contains(text, c.said) {
				t.Errorf("%+v, want %s: %s", found, c.want, c.said)
			}
		})
	}
}

// A database that cannot be used for another reason is no fault of the list.
func TestCheckWithoutDatabase(t *testing.T) {
	w := config.WebAuthn{Metadata: config.Metadata{URL: "http://127.0.0.1:1/"}}
	check := approved.Check(w, func(context.Context, func(kept.Store) error) error { return errors.New("no secret") }, func(setting string) string { return setting })
	if found := check.Run(t.Context()); len(found) != 1 || found[0].Result != doctor.Skipped || found[0].Seen != "no secret" {
		t.Errorf("%+v", found)
	}
}

// A database that does not answer keeps serve from starting, as elsewhere; a list in it that cannot be used does not.
func TestLoad(t *testing.T) {
	var log bytes.Buffer
	w := config.WebAuthn{Metadata: config.Metadata{URL: "http://127.0.0.1:1/"}}
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := approved.Read(w).Load(t.Context(), records, slog.New(slog.NewTextHandler(&log, nil))); err != nil {
		t.Error(err)
	}
	unusable := store.AuthenticatorList{Publisher: "fido", Number: 7, Digest: []byte{1}, Blob: []byte("x"), VerifiedAt: time.Now()}
	if err := records.KeepAuthenticatorList(t.Context(), unusable, nil); err != nil {
		t.Fatal(err)
	}
	if err := approved.Read(w).Load(t.Context(), records, slog.New(slog.NewTextHandler(&log, nil))); err != nil || !strings.Contains(log.String(), "not a signed list") {
		t.Errorf("an unusable list: %v, log %s", err, &log)
	}
	if err := (approved.Authenticators{}).Load(t.Context(), records, slog.New(slog.NewTextHandler(&log, nil))); err != nil {
		t.Error(err)
	}
	startsWithout(t, records)
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	if err := approved.Read(w).Load(t.Context(), records, slog.New(slog.NewTextHandler(&log, nil))); !errors.Is(err, fault.ErrStoreUnavailable) {
		t.Errorf("a database that is closed: %v", err)
	}
}

// startsWithout checks that the list in the database is used if the file cannot be: its signer's certificate has expired.
func startsWithout(t *testing.T, records store.Store) {
	t.Helper()
	publisher, folder := metadatatest.New("mds.example"), t.TempDir()
	expired := *publisher
	expired.Renew(time.Now().Add(-time.Minute))
	root, file := filepath.Join(folder, "root.pem"), filepath.Join(folder, "blob.jwt")
	blob := func(p *metadatatest.Publisher) []byte {
		return p.Blob(map[string]any{"no": 7, "nextUpdate": "2099-01-01"})
	}
	if err := errors.Join(os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Root.Raw}), 0o600), os.WriteFile(file, blob(&expired), 0o600)); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	a := approved.Read(config.WebAuthn{Metadata: config.Metadata{File: file, RootFile: root}})
	load := func(want string, number int) {
		t.Helper()
		log.Reset()
		err := a.Load(t.Context(), records, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil || len(a.Faults) > 0 || a.Metadata.State().Number != number || !strings.Contains(log.String(), want) || !strings.Contains(log.String(), "its signer") {
			t.Errorf("%v, %v, %+v, log %s, want %q", err, a.Faults, a.Metadata.State(), &log, want)
		}
	}
	load("there is no other list", 0)
	trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}
	row := store.AuthenticatorList{Publisher: trust.Publisher(), Number: 7, Digest: []byte{7}, Blob: blob(publisher), VerifiedAt: time.Now()}
	if err := records.KeepAuthenticatorList(t.Context(), row, nil); err != nil {
		t.Fatal(err)
	}
	load("the database has number 7", 7)
	a.Metadata.Look(t.Context(), records) // which finds nothing to store in the file
}
