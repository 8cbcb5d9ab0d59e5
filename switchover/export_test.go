package switchover_test

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover"
)

func (d database) export(t *testing.T, only uuid.UUID) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := switchover.Export(t.Context(), d.Store, d.log, now, only, &out, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (d database) imports(t *testing.T, k switchover.Kratos, file []byte, edit ...func(*switchover.Config)) ([]switchover.Identity, switchover.Totals) {
	t.Helper()
	return d.ran(t, k, func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
		return i.ImportFile(t.Context(), bytes.NewReader(file), report, progress)
	}, edit...)
}

// everyKind returns passkeys in all the states that a row can have.
func everyKind(t *testing.T, id uuid.UUID) (handles [][]byte, rows []store.Passkey) {
	t.Helper()
	handles = [][]byte{random(64), random(64)}
	slices.SortFunc(handles, bytes.Compare)
	for range 8 {
		rows = append(rows, newPasskey(t, id))
	}
	rows[0].LastUsedAt, rows[0].SignCount = to(now.Add(-time.Minute)), 1<<32-1
	rows[1].HandleUnknown, rows[1].UserHandle, rows[1].Source = true, handles[0], store.SourceKratos
	rows[2].BackupEligible, rows[2].BackedUp, rows[2].UVInitialized, rows[2].StepUpOnly = nil, false, false, true
	rows[3].SuspendedAt, rows[3].SuspendedBy, rows[3].CloneWarningAt = to(now.Add(-time.Second)), store.SuspendedByClone, to(now.Add(-2*time.Second))
	rows[4].SuspendedAt, rows[4].SuspendedFor = to(now.Add(-time.Second)), store.SuspendedForVerification
	rows[5].BackupEligible, rows[5].BackedUp, rows[5].BackupFlagsAt = to(false), false, to(now.Add(-time.Microsecond))
	rows[5].UVInitializedBy = []uuid.UUID{rows[0].ID, rows[3].ID}
	rows[6] = newPasskey(t, id, func(p *store.Passkey) { p.AAGUID = uuid.Nil })
	rows[7].Name = "a"
	return handles, rows
}

// What logs in is the same in every other database: each column of each passkey, and the user handles.
func TestExportAndImport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to string }{{"postgres", "sqlite"}, {"sqlite", "postgres"}} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			there, here := open(t, c.from), open(t, c.to)
			known := kratos{}
			all := map[uuid.UUID][][]byte{}
			for range 3 {
				id := store.NewID()
				handles, rows := everyKind(t, id)
				there.adds(t, handles, rows...)
				known[id], all[id] = true, handles
			}
			file := there.export(t, uuid.Nil)

			run, totals := here.imports(t, known, file)
			if totals != (switchover.Totals{Identities: 3, People: 3, Imported: 24, StepUpOnly: 3}) {
				t.Errorf("got %+v %+v", totals, run)
			}
			for id, handles := range all {
				if got, want := here.passkeys(t, id), there.passkeys(t, id); len(want) != 8 || !reflect.DeepEqual(got, want) {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
				held, err := here.Holdings(t.Context(), id)
				if err != nil || !reflect.DeepEqual(held.Handles, handles) {
					t.Errorf("user handles %x, %v, want %x", held.Handles, err, handles)
				}
			}
			if got := here.export(t, uuid.Nil); !bytes.Equal(got, file) {
				t.Errorf("the export of the imported ones is\n%s\nwant\n%s", got, file)
			}
			if _, again := here.imports(t, known, file); again.Present != 24 || again.Imported+again.Refused != 0 {
				t.Errorf("the second import: %+v", again)
			}
			checkEvents(t, here, there, run[0])
		})
	}
}

func checkEvents(t *testing.T, here, there database, one switchover.Identity) {
	t.Helper()
	events, err := here.AuditEvents(t.Context(), store.AuditFilter{IdentityID: &one.ID}, store.Page{Size: 20})
	if err != nil || len(events) != len(one.Passkeys) || events[0].Type != audit.PasskeyImported || !bytes.Contains(events[0].Metadata, []byte(`"json"`)) {
		t.Errorf("%d events of an import, %v: %+v", len(events), err, events)
	}
	exported := audit.PasskeysExported
	if events, err = there.AuditEvents(t.Context(), store.AuditFilter{Type: &exported}, store.Page{Size: 20}); err != nil || len(events) != 1 {
		t.Errorf("%d events of an export, %v", len(events), err)
	}
}

// An export of one identity has only its passkeys, and is recorded as its event.
func TestExportOne(t *testing.T) {
	t.Parallel()
	d := open(t, "sqlite")
	one, other := newPasskey(t, store.NewID()), newPasskey(t, store.NewID())
	d.adds(t, nil, one)
	d.adds(t, nil, other)
	if file := d.export(t, one.IdentityID); !bytes.Contains(file, []byte(one.IdentityID.String())) || bytes.Contains(file, []byte(other.IdentityID.String())) {
		t.Errorf("exported %s", file)
	}
	if events, err := d.AuditEvents(t.Context(), store.AuditFilter{IdentityID: &one.IdentityID}, store.Page{Size: 2}); err != nil || len(events) != 1 {
		t.Errorf("events of the identity: %+v, %v", events, err)
	}
	err := switchover.Export(t.Context(), d.Store, d.log, now, store.NewID(), &bytes.Buffer{}, func(int) {})
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("an identity without passkeys: %v", err)
	}
}

// User verification that rests on a factor at Kratos does not move, since disowning that factor could not end it here.
func TestUserVerificationOfFactors(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	p := newPasskey(t, store.NewID())
	p.UVInitializedBy = []uuid.UUID{store.NewID()}
	there.adds(t, nil, p)
	here.imports(t, kratos{p.IdentityID: true}, there.export(t, uuid.Nil))
	if got := here.passkeys(t, p.IdentityID); len(got) != 1 || got[0].UVInitialized || got[0].UVInitializedBy != nil {
		t.Errorf("imported %+v", got)
	}
}

// For a user with a role, what counts is since when a passkey is here, and who confirmed it here.
func TestImportedSince(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	p := newPasskey(t, store.NewID())
	p.ConfirmedAt, p.CreatedAt = to(now.Add(-time.Hour)), now.Add(-1000*time.Hour)
	there.adds(t, nil, p)
	here.imports(t, kratos{p.IdentityID: true}, there.export(t, uuid.Nil))
	rows, err := here.PasskeysOf(t.Context(), p.IdentityID)
	if err != nil || len(rows) != 1 || rows[0].ConfirmedAt != nil || !rows[0].HeldSince().Equal(now) {
		t.Errorf("imported %+v, %v", rows, err)
	}
}
