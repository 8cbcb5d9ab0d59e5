package metadata_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
)

// A file that cannot be used when it is opened has no list, and is read when it can be. One that was away and is back is read again.
func TestFileThatCannotBeUsed(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	path, now := filepath.Join(t.TempDir(), "blob.jwt"), time.Now()
	written := now.Add(-time.Hour)
	write := func(blob []byte) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, blob, 0o600), os.Chtimes(path, written, written)); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	file := metadata.Open(path, metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, slog.New(slog.NewTextHandler(&log, nil)), func() time.Time { return now })
	is := func(number int, fault string) {
		t.Helper()
		now = now.Add(2 * time.Minute)
		got := 0
		if list, blob := file.Signed(); list != nil {
			got = list.Number
		} else if blob != nil {
			t.Error("there is a blob without a list")
		}
		if err := file.Fault(); got != number || (err == nil) != (fault == "") || err != nil && !strings.Contains(err.Error(), fault) {
			t.Errorf("number %d, fault %v, want %d, %q", got, err, number, fault)
		}
	}
	if file.List() != nil || file.Fault() == nil || log.Len() > 0 {
		t.Errorf("a file that does not exist: %v", file.Fault())
	}
	is(0, "no such file")
	expired := *publisher
	expired.Renew(now.Add(-time.Minute))
	write(expired.Blob(published(4)))
	is(0, "its signer")
	is(0, "its signer")
	written = written.Add(time.Minute)
	write(publisher.Blob(published(5)))
	is(5, "")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	is(5, "no such file")
	write(publisher.Blob(published(6))) // with the time that the file before had
	is(6, "")
}
