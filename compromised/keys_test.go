package compromised_test

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/compromised"
	"latchkey/metadata"
	"latchkey/store"
)

// Compromised models of the U2F protocol are named with their passkeys, and nothing happens to them.
func TestKeyModels(t *testing.T) {
	t.Parallel()
	w := create(t)
	s := w.replica(atThatMoment)
	if found, err := compromised.KeyModels(t.Context(), w.records, w.lists.List()); err != nil || len(found) != 0 {
		t.Errorf("without a list: %+v, %v", found, err)
	}
	broken, sound := strings.Repeat("0b", 20), strings.Repeat("0a", 20)
	entry := func(key, status string) map[string]any {
		return map[string]any{
			"attestationCertificateKeyIdentifiers": []string{strings.ToUpper(key)}, "statusReports": []any{map[string]any{"status": status}},
			"metadataStatement": map[string]any{"description": "Key " + key[:2], "attestationTypes": []string{"basic_full"}},
		}
	}
	blob := publisher.Blob(map[string]any{"no": 8, "nextUpdate": "2026-12-31", "entries": []any{entry(broken, "REVOKED"), entry(sound, "FIDO_CERTIFIED_L1")}})
	list, err := metadata.Parse(blob, metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	w.lists.current.Store(list)
	ada := uuid.New()
	first := w.holdsWith(ada, uuid.Nil, fmt.Sprintf(`{"attested":{"format":"fido-u2f","key_identifier":%q}}`, broken))
	w.holdsWith(ada, uuid.Nil, fmt.Sprintf(`{"attested":{"format":"fido-u2f","key_identifier":%q}}`, broken))
	w.holdsWith(uuid.New(), uuid.Nil, fmt.Sprintf(`{"attested":{"format":"fido-u2f","key_identifier":%q}}`, sound))
	w.holds(uuid.New(), uuid.Nil)
	for range 1000 { // more than are read at once
		w.holds(uuid.New(), uuid.Nil)
	}
	found, err := compromised.KeyModels(t.Context(), w.records, w.lists.List())
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	m := found[0]
	if m.KeyIdentifier != broken || m.Name != "Key 0b" || m.Status != "REVOKED" || m.Passkeys != 2 || m.Identities != 1 || len(m.Examples) != 2 ||
		m.Examples[1] != (compromised.Example{PasskeyID: first.ID, IdentityID: ada}) {
		t.Errorf("%+v", m)
	}
	if all, err := s.Everything(t.Context()); err != nil || len(all.KeyModels) != 1 || all.List.Number != 8 {
		t.Errorf("%+v, %v", all, err)
	}
	w.runs(s, 0)
	w.causes(map[uuid.UUID]string{first.ID: ""})
	suspended := store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.suspended", IdentityID: ada, ActorKind: store.ActorSystem}
	if _, err := w.records.SuspendPasskey(t.Context(), first.ID, store.Ending{At: w.now}, false, suspended); err != nil {
		t.Fatal(err)
	}
	if found, err := compromised.KeyModels(t.Context(), w.records, w.lists.List()); err != nil || len(found) != 1 || found[0].Passkeys != 1 {
		t.Errorf("one is suspended: %+v, %v", found, err)
	}
}
