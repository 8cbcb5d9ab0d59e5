package switchover_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
	"latchkey/switchover"
)

// reasons returns the result of each passkey of a report, in its order.
func reasons(report []switchover.Identity) (list []string) {
	for _, one := range report {
		for _, p := range one.Passkeys {
			list = append(list, p.Result+" "+p.Reason)
		}
	}
	return list
}

// What is refused changes nothing, and the others are imported.
func TestRefused(t *testing.T) {
	t.Parallel()
	there := open(t, "sqlite")
	known := kratos{}
	add := func(here database, edit func(p *store.Passkey)) store.Passkey {
		p := newPasskey(t, store.NewID())
		known[p.IdentityID] = true
		there.adds(t, nil, p)
		if edit != nil {
			edit(&p)
			here.adds(t, nil, p)
		}
		return p
	}
	here := open(t, "sqlite")
	add(here, func(*store.Passkey) {})                                                             // present
	add(here, func(p *store.Passkey) { p.Name, p.SignCount = "renamed", 9 })                       // present
	add(here, func(p *store.Passkey) { p.UserHandle = random(64) })                                // different
	add(here, func(p *store.Passkey) { p.Record = newPasskey(t, uuid.Nil).Record })                // different
	add(here, func(p *store.Passkey) { p.IdentityID = store.NewID() })                             // taken, by its credential ID
	add(here, func(p *store.Passkey) { p.IdentityID, p.CredentialID = store.NewID(), random(32) }) // taken, by its ID
	add(here, func(p *store.Passkey) { p.ID, p.CredentialID = store.NewID(), random(32) })         // unconfirmed
	other := newPasskey(t, store.NewID(), func(p *store.Passkey) { p.RPID = "example.org" })
	known[other.IdentityID] = true
	there.adds(t, nil, other)                                                                     // unknown_rp
	there.adds(t, nil, newPasskey(t, store.NewID()))                                              // unknown_identity
	gone := add(here, func(*store.Passkey) {})                                                    // removed
	had := add(here, func(p *store.Passkey) { p.ID, p.CredentialID = store.NewID(), random(32) }) // unconfirmed: there was one
	again := add(here, func(p *store.Passkey) { p.CredentialID = random(32) })                    // removed, by its ID
	here.removes(t, gone)
	here.removes(t, again)
	here.removes(t, had)
	add(here, nil) // imported

	want := []string{
		"present ", "present ", "refused different", "refused different", "refused taken", "refused taken", "refused unconfirmed",
		"refused unknown_rp", "refused unknown_identity", "refused removed", "refused unconfirmed", "refused removed", "imported ",
	}
	file := there.export(t, uuid.Nil)
	before := here.export(t, uuid.Nil)
	run, totals := here.imports(t, known, file)
	if !reflect.DeepEqual(reasons(run), want) || totals.Refused != 10 || totals.Imported != 1 || totals.Present != 2 {
		t.Errorf("got  %q, %+v\nwant %q", reasons(run), totals, want)
	}
	for n, one := range run {
		if one.Line != n+2 {
			t.Errorf("identity %d is in line %d", n, one.Line)
		}
	}
	if after := here.export(t, uuid.Nil); bytes.Count(after, []byte("\n")) != bytes.Count(before, []byte("\n"))+1 {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// While passkeys of a user are refused for a reason that can be removed, what the user removed elsewhere is not recorded: they would not
// be the first ones any more.
func TestRemovalsWaitForRefused(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	own := newPasskey(t, store.NewID())
	gone := newPasskey(t, own.IdentityID)
	there.adds(t, nil, own, gone)
	there.removes(t, gone)
	taken := own
	taken.ID, taken.IdentityID = store.NewID(), store.NewID()
	here.adds(t, nil, taken)
	file, known := there.export(t, uuid.Nil), kratos{own.IdentityID: true}
	if run, totals := here.imports(t, known, file); !reflect.DeepEqual(reasons(run), []string{"refused taken"}) || totals.Removed != 0 {
		t.Errorf("%q, %+v", reasons(run), totals)
	}
	erased := func(store.Erased) store.AuditEvent {
		return store.AuditEvent{ID: store.NewID(), At: now, Type: "identity.erased", ActorKind: store.ActorSystem}
	}
	if _, err := here.EraseIdentity(t.Context(), taken.IdentityID, now, nil, nil, erased); err != nil {
		t.Fatal(err)
	}
	if run, totals := here.imports(t, known, file); !reflect.DeepEqual(reasons(run), []string{"imported "}) || totals.Removed != 1 || run[0].EnrolledAt != nil {
		t.Errorf("%q, %+v", reasons(run), totals)
	}
}

func (d database) removes(t *testing.T, p store.Passkey) {
	t.Helper()
	event := d.log.Event("passkey.removed", audit.Request{}, audit.System, audit.AboutPasskey(p.IdentityID, p.ID))
	ending := store.Ending{At: now}
	if _, err := d.DeletePasskey(t.Context(), store.Removal{IdentityID: p.IdentityID, PasskeyID: p.ID, By: store.Evidence{IdentityID: p.IdentityID}, Ending: ending, Event: event}); err != nil {
		t.Fatal(err)
	}
}

// A line that is wrong is refused as a whole, with its number, and so is a second one of the same user.
func TestHostileFile(t *testing.T) {
	t.Parallel()
	there, here := open(t, "sqlite"), open(t, "sqlite")
	known := kratos{}
	for range 4 {
		id := store.NewID()
		known[id] = true
		there.adds(t, nil, newPasskey(t, id), newPasskey(t, id))
	}
	lines := strings.SplitAfter(string(there.export(t, uuid.Nil)), "\n")
	lines[2] = strings.Replace(lines[2], `"rp_id"`, `"sign_count":0,"rp_id"`, 1)
	stolen := strings.Replace(lines[1], `"identity_id":"`+idOf(lines[1]), `"identity_id":"`+idOf(lines[4]), 1)
	file := strings.Join([]string{lines[0], lines[1], lines[2], "\x00", lines[3][:100], "\n", stolen, lines[1], lines[4], `{"end":{"identities":7}}`}, "")
	file = strings.Replace(file, "\x00", "\x00\n", 1)
	want := []string{
		"imported ", "imported ", // line 2
		"refused invalid", "refused invalid", "refused invalid", // 3, 4 and 5
		"refused taken", "refused taken", // 6: another user claims the passkeys of line 2
		"present ", "present ", // 7 is line 2 again
		"imported ", "imported ", // 8 is not kept out by line 6
	}
	run, totals := here.imports(t, known, []byte(file))
	if !reflect.DeepEqual(reasons(run), want) || totals.Identities != 7 || totals.Refused != 5 {
		t.Errorf("got  %q, %+v\nwant %q", reasons(run), totals, want)
	}

	// A file that is not complete changes nothing.
	empty := open(t, "sqlite")
	_, err := empty.importer(known).ImportFile(t.Context(), strings.NewReader(lines[0]+lines[1]), func(switchover.Identity) error { return nil }, func(switchover.Totals) {})
	if err == nil || len(empty.export(t, uuid.Nil)) > 200 {
		t.Errorf("a file without its end: %v", err)
	}
}

func idOf(line string) string { return line[len(`{"identity_id":"`):][:36] }
