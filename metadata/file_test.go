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

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

var model = authenticator.Model{AAGUID: uuid.MustParse("f1d00000-0000-4000-8000-000000000001")}

// published is a list with one model.
func published(number int, statuses ...string) map[string]any {
	var reports []any
	for _, status := range statuses {
		words := append(strings.Fields(status), "", "")
		reports = append(reports, map[string]any{"status": words[0], "effectiveDate": words[1], "sunsetDate": words[2]})
	}
	return map[string]any{"no": number, "nextUpdate": "2026-12-31", "entries": []any{
		map[string]any{"aaid": "4e4e#4005"}, // another protocol's
		map[string]any{"aaguid": model.AAGUID, "statusReports": reports, "metadataStatement": map[string]any{
			"description": "Key", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{attest.NewCA("Maker").Certificate.Raw}}}}}
}

// What the status reports of a model say: its highest level in effect, and whether it is compromised.
func TestStanding(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}
	for reports, want := range map[string][2]string{
		"":                         {"", ""},
		"NOT_FIDO_CERTIFIED":       {"", ""},
		"SELF_ASSERTION_SUBMITTED": {"", ""},
		"FIDO_CERTIFIED":           {"L1", ""},
		"FIDO_CERTIFIED_L1,FIDO_CERTIFIED_L2plus":        {"L2plus", ""},
		"FIDO_CERTIFIED_L2plus,FIDO_CERTIFIED_L1":        {"L2plus", ""},
		"ATTESTATION_KEY_COMPROMISE":                     {"", "ATTESTATION_KEY_COMPROMISE"},
		"USER_KEY_REMOTE_COMPROMISE":                     {"", "USER_KEY_REMOTE_COMPROMISE"},
		"USER_KEY_PHYSICAL_COMPROMISE":                   {"", "USER_KEY_PHYSICAL_COMPROMISE"},
		"FIDO_CERTIFIED_L2,FIDO_CERTIFIED_L3 2099-01-01": {"L2", ""},
		"FIDO_CERTIFIED_L3plus,REVOKED 2020-01-01":       {"L3plus", "REVOKED"},
		"USER_VERIFICATION_BYPASS,UPDATE_AVAILABLE":      {"", "USER_VERIFICATION_BYPASS"},
		"REVOKED 2099-01-01":                             {"", ""},
		// A report has an end, and a later one takes a certification back.
		"FIDO_CERTIFIED_L2 2020-01-01 2025-01-01":                                      {"", ""},
		"FIDO_CERTIFIED_L2 2020-01-01 2099-01-01":                                      {"L2", ""},
		"FIDO_CERTIFIED_L1 2019-01-01,FIDO_CERTIFIED_L2 2020-01-01 2025-01-01":         {"L1", ""},
		"REVOKED 2020-01-01 2025-01-01":                                                {"", ""},
		"REVOKED 2020-01-01 2099-01-01":                                                {"", "REVOKED"},
		"FIDO_CERTIFIED_L2 2020-01-01,NOT_FIDO_CERTIFIED 2025-01-01":                   {"", ""},
		"NOT_FIDO_CERTIFIED 2025-01-01,FIDO_CERTIFIED_L2 2020-01-01":                   {"", ""},
		"NOT_FIDO_CERTIFIED 2019-01-01,FIDO_CERTIFIED_L2 2020-01-01":                   {"L2", ""},
		"FIDO_CERTIFIED_L2 2020-01-01,NOT_FIDO_CERTIFIED 2099-01-01":                   {"L2", ""},
		"FIDO_CERTIFIED_L2 2020-01-01,NOT_FIDO_CERTIFIED":                              {"", ""},
		"FIDO_CERTIFIED_L2 2020-01-01,NOT_FIDO_CERTIFIED 01/05/2025":                   {"", ""},
		"NOT_FIDO_CERTIFIED,FIDO_CERTIFIED_L2 2020-01-01":                              {"L2", ""},
		"FIDO_CERTIFIED_L1 2021-01-01,NOT_FIDO_CERTIFIED,FIDO_CERTIFIED_L2 2020-01-01": {"", ""},
		"FIDO_CERTIFIED_L2,NOT_FIDO_CERTIFIED,FIDO_CERTIFIED_L1":                       {"L1", ""},
		"FIDO_CERTIFIED_L2 2020-01-01,NOT_FIDO_CERTIFIED 2021-01-01 2022-01-01":        {"L2", ""},
		"FIDO_CERTIFIED_L3 soon":                                                       {"", ""},
		"FIDO_CERTIFIED_L3 2020-01-01 later":                                           {"", ""},
		"REVOKED soon":                                                                 {"", "REVOKED"},
		"REVOKED 2020-01-01 later":                                                     {"", "REVOKED"},
	} {
		var statuses []string
		if reports != "" {
			statuses = strings.Split(reports, ",")
		}
		list, err := metadata.Parse(publisher.Blob(published(7, statuses...)), trust, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		entry := list.Entry(model)
		if entry == nil || entry.Certified != want[0] || entry.Compromised != want[1] || list.Number != 7 || list.Len() != 1 || list.NextUpdate.Year() != 2026 {
			t.Errorf("%s: %+v, want %v", reports, entry, want)
		}
	}
}

// A model that its maker has retired is neither certified for ever nor compromised: new passkeys are refused, and others keep working.
func TestRetired(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}
	for status, want := range map[string]bool{"RETIRED": true, "RETIRED 2020-01-01": true, "RETIRED 2099-01-01": false, "RETIRED 2020-01-01 2021-01-01": false, "REVOKED": false} {
		list, err := metadata.Parse(publisher.Blob(published(7, "FIDO_CERTIFIED", status)), trust, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if entry := list.Entry(model); entry.Retired != want || want && (entry.Compromised != "" || len(list.Compromised()) != 0) {
			t.Errorf("%s: %+v", status, entry)
		}
	}
}

// A list is used only if the right publisher has signed it. FIDO's root signs certificates for anyone, so by default the name counts.
func TestParseRefuses(t *testing.T) {
	publisher, other := metadatatest.New("mds.example"), metadatatest.New("mds.example")
	trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}
	good := publisher.Blob(published(1))
	without := published(1)
	delete(without, "no")
	undated := published(1)
	undated["nextUpdate"] = "soon"
	for name, c := range map[string]struct {
		blob  []byte
		trust metadata.Trust
		now   time.Time
		want  string
	}{
		"another root":        {good, metadata.Trust{Roots: []*x509.Certificate{other.Root}}, time.Now(), "its signer"},
		"FIDO's root":         {good, metadata.Trust{}, time.Now(), "its signer"},
		"an expired signer":   {good, trust, time.Now().Add(2 * time.Hour), "its signer"},
		"another key":         {publisher.BlobBy(metadatatest.OtherKey(), published(1)), trust, time.Now(), "its signature"},
		"changed":             {bytes.Replace(good, []byte("."), []byte(".e30"), 1), trust, time.Now(), "it"},
		"no list":             {[]byte("{}"), trust, time.Now(), "not a signed list"},
		"a long header":       {append(bytes.Repeat([]byte("e"), 33<<10), good...), trust, time.Now(), "its header has"},
		"no number":           {publisher.Blob(without), trust, time.Now(), "number or date"},
		"no date":             {publisher.Blob(undated), trust, time.Now(), "number or date"},
		"a revoked signer":    {good, metadata.Trust{Roots: trust.Roots, Revoked: []*x509.RevocationList{publisher.Revoke(publisher.Leaf)}}, time.Now(), "revoked"},
		"a revoked authority": {good, metadata.Trust{Roots: trust.Roots, Revoked: []*x509.RevocationList{publisher.Revoke(publisher.Intermediate)}}, time.Now(), "revoked"},
	} {
		if list, err := metadata.Parse(c.blob, c.trust, c.now); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v, want %q", name, list, err, c.want)
		}
	}
	// A list of another issuer revokes nothing here.
	if _, err := metadata.Parse(good, metadata.Trust{Roots: trust.Roots, Revoked: []*x509.RevocationList{other.Revoke(publisher.Leaf)}}, time.Now()); err != nil {
		t.Error(err)
	}
}

// A file that is replaced is read again, unless it is older or cannot be used.
func TestFile(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	trust := metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}
	path := filepath.Join(t.TempDir(), "blob.jwt")
	now, written := time.Now(), time.Now().Add(-time.Hour)
	write := func(blob []byte) {
		t.Helper()
		written = written.Add(time.Minute)
		if err := os.WriteFile(path, blob, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	write(publisher.Blob(published(5)))
	file := metadata.Open(path, trust, logger, func() time.Time { return now })
	for _, step := range []struct {
		name   string
		blob   []byte
		number int
		logged string
	}{
		{"a newer one", publisher.Blob(published(6)), 6, ""},
		{"an older one", publisher.Blob(published(4)), 6, "older than 6"},
		{"none", []byte("x"), 6, "not a signed list"},
		{"a newer one again", publisher.Blob(published(7)), 7, ""},
	} {
		log.Reset()
		write(step.blob)
		if got := file.List().Number; log.Len() > 0 {
			t.Errorf("%s: read within the minute: %d, %s", step.name, got, &log)
		}
		now = now.Add(time.Minute)
		if got := file.List().Number; got != step.number || !strings.Contains(log.String(), step.logged) || step.logged == "" && log.Len() > 0 {
			t.Errorf("%s: number %d, want %d; log %s", step.name, got, step.number, &log)
		}
		if fault := file.Fault(); (fault == nil) != (step.logged == "") {
			t.Errorf("%s: fault %v", step.name, fault)
		}
		if file.List().Entry(model) == nil {
			t.Errorf("%s: the model is unknown", step.name)
		}
	}
}

// A file that has not changed is not read again, until the status of a model may have taken effect. What cannot be used is named once.
func TestFileThatHasNotChanged(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	path, now := filepath.Join(t.TempDir(), "blob.jwt"), time.Now()
	blob := publisher.Blob(published(5, "REVOKED "+now.AddDate(0, 0, 2).Format(time.DateOnly)))
	written := now.Add(-time.Hour)
	write := func(content []byte) { // as it would be if it had not changed
		t.Helper()
		if err := errors.Join(os.WriteFile(path, content, 0o600), os.Chtimes(path, written, written)); err != nil {
			t.Fatal(err)
		}
	}
	write(blob)
	var log bytes.Buffer
	file := metadata.Open(path, metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, slog.New(slog.NewTextHandler(&log, nil)), func() time.Time { return now })
	first := file.List()
	write([]byte("not read"))
	for range 5 {
		now = now.Add(2 * time.Minute)
		if file.List() != first || log.Len() > 0 {
			t.Errorf("read again: %s", &log)
		}
	}
	written = written.Add(time.Minute) // it has changed
	write([]byte("no list"))
	for range 5 {
		now = now.Add(2 * time.Minute)
		file.List()
	}
	if n := strings.Count(log.String(), "not a signed list"); n != 1 || file.List() != first {
		t.Errorf("named %d times: %s", n, &log)
	}
	written = written.Add(time.Minute)
	write(blob)
	now = now.Add(2 * time.Minute)
	if file.List().Entry(model).Compromised != "" {
		t.Error("revoked before the date")
	}
	now = now.AddDate(0, 0, 2)
	list, signed := file.Signed()
	if list.Entry(model).Compromised != "REVOKED" || !bytes.Equal(signed, blob) || file.Path() != path {
		t.Error("the status has not taken effect")
	}
	written = written.Add(time.Minute) // another list, whose signer had expired when it came, does not become good by waiting
	log.Reset()
	write(publisher.Blob(published(6)))
	for range 3 {
		now = now.AddDate(0, 0, 1)
		if file.List().Number != 5 {
			t.Error("a list of a signer that has expired is used")
		}
	}
	if n := strings.Count(log.String(), "its signer"); n != 3 {
		t.Errorf("named %d times in three days: %s", n, &log)
	}
}
