package metadata_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// What an entry says of a model's attestation. What cannot be read is left out, and named: FIDO's lists have had certificates with
// something behind them, and others with a negative serial number, which the standard library does not read.
func TestEntries(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	certificate := attest.NewCA("Maker").Certificate
	text := base64.StdEncoding.EncodeToString
	root := text(certificate.Raw)
	negative := bytes.Clone(certificate.Raw)
	serial := certificate.SerialNumber.Bytes()
	negative[bytes.Index(negative, serial)] |= 0x80
	const es256 = "secp256r1_ecdsa_sha256_raw"
	for name, c := range map[string]struct {
		root       string
		algorithms []string
		want       string // the number of roots, the algorithms
		unread     string // "": nothing
	}{
		"good":                 {root, []string{es256}, "2 [-7]", ""},
		"indented lines":       {root[:64] + "\n  " + root[64:], nil, "2 []", ""},
		"more behind it":       {text(append(bytes.Clone(certificate.Raw), 0)), nil, "2 []", ""},
		"an unknown algorithm": {root, []string{es256, "unknown_raw"}, "2 []", ""},
		"a negative number":    {text(negative), []string{es256}, "1 [-7]", `a root of "Key": 0: x509: negative serial number`},
		"no certificate":       {"AA==", nil, "1 []", `a root of "Key": 0: `},
		"no DER":               {"", nil, "1 []", `a root of "Key": 0: `},
		"no Base64":            {"-", nil, "1 []", `a root of "Key": 0: illegal base64`},
	} {
		payload := map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": []any{map[string]any{"aaguid": model.AAGUID, "metadataStatement": map[string]any{
			"description": "Key", "attestationRootCertificates": []string{c.root, root}, "authenticationAlgorithms": c.algorithms}}}}
		list, err := metadata.Parse(publisher.Blob(payload), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		entry := list.Entry(model)
		if got := fmt.Sprint(len(entry.Roots), " ", entry.Algorithms); got != c.want || !strings.HasPrefix(strings.Join(list.Unread, ""), c.unread) || len(list.Unread) > 0 != (c.unread != "") {
			t.Errorf("%s: %s, %q, want %s, %s", name, got, list.Unread, c.want, c.unread)
		}
	}
}

// An entry whose AAGUID cannot be read is of no model, and the others are not lost with it. Of two entries of one model, that with a
// compromise counts.
func TestEntriesOfModels(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	const key = "923881fe2f214ee465484371aeb72e97f5a58e0a"
	byKey := authenticator.Model{KeyIdentifier: key}
	entry := func(name string, aaguid any, keys []string, status string) map[string]any {
		return map[string]any{"aaguid": aaguid, "attestationCertificateKeyIdentifiers": keys, "statusReports": []any{map[string]any{"status": status}}, "metadataStatement": map[string]any{"description": name}}
	}
	good, bad := entry("Good", model.AAGUID, []string{key}, "FIDO_CERTIFIED"), entry("Bad", model.AAGUID, []string{key}, "REVOKED")
	for name, entries := range map[string][]any{
		"the compromised last":  {entry("Odd", "key", nil, "REVOKED"), good, bad},
		"the compromised first": {bad, entry("Odd", "key", nil, "REVOKED"), good},
		"one of no model":       {bad, entry("Odd", "key", nil, "REVOKED"), entry("None", uuid.Nil, nil, "REVOKED")},
	} {
		list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": entries}), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if list.Entry(model).Name != "Bad" || list.Entry(byKey).Name != "Bad" || list.Len() != 2 {
			t.Errorf("%s: %+v, %+v", name, list.Entry(model), list.Entry(byKey))
		}
		if got := list.Compromised(); len(got) != 2 || got[0].Model != byKey || got[1] != (metadata.Compromise{Model: model, Name: "Bad", Status: "REVOKED"}) {
			t.Errorf("%s: compromised %+v", name, got)
		}
		if len(list.Unread) != 1 || !strings.HasPrefix(list.Unread[0], `an AAGUID or key identifier of "Odd": "key": `) {
			t.Errorf("%s: %q", name, list.Unread)
		}
	}
}

// A member of another type than the specification's costs only its model, which attests by nothing; what is reported of it counts.
func TestEntriesOfOtherTypes(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	const odd = "f1d00000-0000-4000-8000-000000000002"
	statement := map[string]any{"description": "Odd", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": 5}
	entries := published(7)["entries"].([]any)
	entries = append(entries, map[string]any{"aaguid": odd, "metadataStatement": statement, "statusReports": []any{map[string]any{"status": "REVOKED"}}}, map[string]any{"aaguid": 5}, "entry")
	list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 7, "nextUpdate": "2026-12-31", "entries": entries}), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got := list.Entry(authenticator.Model{AAGUID: uuid.MustParse(odd)}); got == nil || got.Compromised != "REVOKED" || len(got.Types) > 0 || len(list.Entry(model).Types) != 1 || list.Len() != 2 {
		t.Errorf("%+v", got)
	}
	if len(list.Unread) != 3 || !strings.HasPrefix(list.Unread[0], "a member of entry 2: ") {
		t.Errorf("%q", list.Unread)
	}
}

// Names are shown in terminals, in mails as text, and stored: they are one line of what can be printed, and short.
func TestNamesOfModels(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	for name, want := range map[string]string{
		"Clé №5 ☺":                            "Clé №5 ☺",
		" Key\r\nok: all is well\x00\x1b[2J":  "Key  ok: all is well[2J",
		"Key \u202eyek\u2066\u200b\u2028next": "Key yek next",
		strings.Repeat("ß", 1<<16):            strings.Repeat("ß", 200),
		"\xff":                                "\ufffd",
	} {
		list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": []any{
			map[string]any{"aaguid": model.AAGUID, "metadataStatement": map[string]any{"description": name}}}}), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got := list.Entry(model).Name; got != want {
			t.Errorf("%.60q: %q, want %q", name, got, want)
		}
	}
}

// Models of the U2F protocol are found by the key identifiers of their certificates, as they are written, and in lower case.
func TestEntriesByKey(t *testing.T) {
	publisher := metadatatest.New("mds.example")
	const first, second = "923881fe2f214ee465484371aeb72e97f5a58e0a", "BF7BCAA0D0C6187A8C6ABBDD16A15640E7C7BDE2"
	for name, c := range map[string]struct {
		keys []string
		want string // what cannot be read; "": nothing
	}{
		"good":         {[]string{first, second}, ""},
		"too short":    {[]string{first[:38]}, "names no model"},
		"not in hex":   {[]string{"x" + first[1:]}, "names no model"},
		"a bad second": {[]string{first, ""}, "names no model"},
	} {
		payload := map[string]any{"no": 1, "nextUpdate": "2026-12-31", "entries": []any{
			map[string]any{"attestationCertificateKeyIdentifiers": c.keys, "statusReports": []any{map[string]any{"status": "REVOKED"}},
				"metadataStatement": map[string]any{"description": "U2F Key"}}}}
		list, err := metadata.Parse(publisher.Blob(payload), metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if c.want != "" {
			if len(list.Unread) != 1 || !strings.Contains(list.Unread[0], `an AAGUID or key identifier of "U2F Key"`) || !strings.Contains(list.Unread[0], c.want) {
				t.Errorf("%s: %q", name, list.Unread)
			}
			if known := list.Entry(authenticator.Model{KeyIdentifier: first}) != nil; known != (len(c.keys) > 1) {
				t.Errorf("%s: known: %t", name, known)
			}
			continue
		}
		for _, key := range []string{first, strings.ToLower(second)} {
			if entry := list.Entry(authenticator.Model{KeyIdentifier: key}); entry == nil || entry.Name != "U2F Key" || entry.Compromised != "REVOKED" {
				t.Errorf("%s: %+v", key, entry)
			}
		}
		if list.Entry(authenticator.Model{}) != nil || list.Entry(authenticator.Model{KeyIdentifier: first[1:] + "0"}) != nil || list.Len() != 2 {
			t.Error("there is another entry")
		}
	}
}
