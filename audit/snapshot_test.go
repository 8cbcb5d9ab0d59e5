package audit_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/seal"
	"latchkey/store"
)

// interrupted is a store in which something happens after each read of a verification.
type interrupted struct {
	store.Store
	happens func(read string)
}

type interruptedSnapshot struct {
	store.AuditSnapshot
	happens func(read string)
}

func (i interrupted) ReadAuditSnapshot(ctx context.Context, read func(store.AuditSnapshot) error) error {
	return i.Store.ReadAuditSnapshot(ctx, func(s store.AuditSnapshot) error { return read(interruptedSnapshot{s, i.happens}) })
}

func (i interruptedSnapshot) Key(ctx context.Context, name string) ([]byte, error) {
	defer i.happens("key")
	return i.AuditSnapshot.Key(ctx, name)
}

func (i interruptedSnapshot) AuditHeads(ctx context.Context, after int64, size int) ([]store.AuditHead, error) {
	defer i.happens("heads")
	return i.AuditSnapshot.AuditHeads(ctx, after, size)
}

// A verification sees one moment: what is sealed, removed or blanked between two of its reads is not reported as tampered.
// With the very first seal, the key would be missing when it is read, and the heads would not.
func TestVerifyReadsOneMoment(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		sealer, err := seal.New([][]byte{secret})
		if err != nil {
			t.Fatal(err)
		}
		verified := func(want string, happens func()) *audit.Report {
			t.Helper()
			log := audit.New(audit.Config{}, interrupted{v.store, func(read string) {
				if read == want && happens != nil {
					happens()
					happens = nil
				}
			}}, sealer)
			report, err := log.Verify(t.Context(), nil, func(int64, int64) {})
			if err != nil {
				t.Fatal(err)
			}
			if !report.Intact() || happens != nil {
				t.Errorf("%s: %+v", want, report.Faults)
			}
			return report
		}
		v.record(t, uuid.New())
		if r := verified("key", func() { v.fill(t, 1) }); r.Batches != 0 || r.Unsealed != 1 {
			t.Errorf("before the first seal: %+v", r)
		}
		if r := verified("heads", func() { v.fill(t, 2) }); r.Batches != 1 || r.Events != 2 || r.Unsealed != 0 {
			t.Errorf("before the second seal: %+v", r)
		}
		if r := verified("heads", func() { v.removeAll(t) }); r.Batches != 2 || r.Events != 4 || r.Removed != 0 {
			t.Errorf("before the removal: %+v", r)
		}
		if r := v.verify(t, nil); r.Removed != 2 || r.Events != 0 {
			t.Errorf("afterwards: %+v", r)
		}
	})
}

// removeAll removes the sealed batches, as retention does.
func (v *vault) removeAll(t *testing.T) {
	t.Helper()
	v.now = v.now.Add(48 * time.Hour)
	if _, err := v.Trim(t.Context(), 24*time.Hour); err != nil {
		t.Error(err)
	}
}
