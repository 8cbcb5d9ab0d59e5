package switchover_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/storetest"
	"latchkey/switchover"
	"latchkey/switchover/hanko"
	"latchkey/switchover/hanko/hankotest"
)

func newHanko(t *testing.T) *hankotest.Database {
	t.Helper()
	d, err := hankotest.New(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// hankoPasskey returns a passkey as hanko has it, with a real key.
func hankoPasskey(t *testing.T, edit ...func(*hankotest.Passkey)) hankotest.Passkey {
	t.Helper()
	row := newPasskey(t, uuid.Nil)
	p := hankotest.Passkey{
		ID: row.CredentialID, PublicKey: publicKey(t, row), AAGUID: row.AAGUID, Name: to("Blue phone"), BackupEligible: true, BackedUp: true,
		CreatedAt: now.Add(-time.Hour), LastUsedAt: to(now.Add(-time.Minute)), Transports: []string{"usb", "hybrid"},
	}
	for _, change := range edit {
		change(&p)
	}
	return p
}

func importHanko(t *testing.T, from *hankotest.Database, here database, k kratos, tenant uuid.UUID, edit ...func(*switchover.Config)) ([]switchover.Identity, switchover.Totals) {
	t.Helper()
	theirs, err := hanko.Open(t.Context(), from.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	h := switchover.Hanko{Tenant: hanko.Tenant{ID: tenant, RPID: "example.com"}, Identity: hanko.IdentityOf}
	return here.ran(t, k, func(i *switchover.Importer, report func(switchover.Identity) error, progress func(switchover.Totals)) (switchover.Totals, error) {
		return i.ImportHanko(t.Context(), theirs, h, report, progress)
	}, edit...)
}

func TestImportHanko(t *testing.T) {
	t.Parallel()
	from, here := newHanko(t), open(t, "sqlite")
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	tenant, err := from.Tenant(ctx, "Mine", "example.com")
	must(err)
	other, err := from.Tenant(ctx, "Other", "example.org")
	must(err)
	known := kratos{}
	add := func(tenant uuid.UUID, userID string, passkeys ...hankotest.Passkey) {
		user, err := from.User(ctx, tenant, userID)
		must(err)
		for _, p := range passkeys {
			must(from.Passkey(ctx, user, userID, p))
		}
	}
	ada := store.NewID()
	known[ada] = true
	synced := hankoPasskey(t)
	usb := hankoPasskey(t, func(p *hankotest.Passkey) {
		p.BackupEligible, p.BackedUp, p.SignCount, p.LastUsedAt, p.Name = false, false, 7, nil, nil
		p.CreatedAt, p.Transports = now.Add(-2*time.Hour), []string{"usb"}
	})
	second := hankoPasskey(t, func(p *hankotest.Passkey) {
		p.BackupEligible, p.BackedUp, p.SecondFactor, p.CreatedAt = false, false, true, now.Add(-time.Minute)
		p.Name = to("cred-AAAA")
	})
	broken := hankoPasskey(t, func(p *hankotest.Passkey) { p.PublicKey = []byte("no key") })
	negative := hankoPasskey(t, func(p *hankotest.Passkey) { p.SignCount = -1 })
	add(tenant, ada.String(), synced, usb, second, broken, negative)
	add(tenant, "user-1", hankoPasskey(t))
	add(tenant, store.NewID().String(), hankoPasskey(t)) // not at Kratos
	add(tenant, store.NewID().String())                  // no passkeys
	add(other, ada.String(), hankoPasskey(t))

	run, totals := importHanko(t, from, here, known, tenant)
	if totals.Identities != 3 || totals.Imported != 3 || totals.StepUpOnly != 1 || totals.Refused != 4 {
		t.Errorf("got %+v %+v", run, totals)
	}
	for _, one := range run {
		if one.UserID != ada.String() && (one.Passkeys[0].Reason != switchover.ReasonUnknownIdentity || len(one.Passkeys) != 1) {
			t.Errorf("a user who is not at Kratos: %+v", one)
		}
	}
	rows := here.passkeys(t, ada)
	if len(rows) != 3 {
		t.Fatalf("%d rows: %+v", len(rows), rows)
	}
	for n, want := range []struct {
		hankotest.Passkey
		name string
		uv   bool
	}{{usb, "Security key", false}, {synced, "Blue phone", true}, {second, "Device", false}} {
		got := rows[n]
		same := store.Passkey{
			ID: got.ID, IdentityID: ada, CredentialID: want.ID, UserHandle: []byte(ada.String()), RPID: "example.com", Name: want.name, Record: got.Record,
			AAGUID: want.AAGUID, BackupEligible: &want.BackupEligible, BackedUp: want.BackedUp, SignCount: uint32(want.SignCount), CreatedAt: want.CreatedAt,
			LastUsedAt: want.LastUsedAt, UVInitialized: want.uv, StepUpOnly: want.SecondFactor, Source: store.SourceHanko,
		}
		if !reflect.DeepEqual(got, same) || string(publicKey(t, got)) != string(want.PublicKey) {
			t.Errorf("row %d\ngot  %+v\nwant %+v", n, got, same)
		}
	}
	if _, again := importHanko(t, from, here, known, tenant); again.Present != 3 || again.Imported != 0 {
		t.Errorf("the second run: %+v", again)
	}
}

// A walk reads every user once, also those of a server from before second factors.
func TestWalkHanko(t *testing.T) {
	t.Parallel()
	from := newHanko(t)
	tenant, err := from.Tenant(t.Context(), "Mine", "example.com")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 450 {
		userID := fmt.Sprintf("user-%d", n)
		user, err := from.User(t.Context(), tenant, userID)
		if err == nil {
			err = from.Passkey(t.Context(), user, userID, hankotest.Passkey{ID: []byte(userID), PublicKey: []byte{1}, CreatedAt: now})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := from.Exec(t.Context(), `ALTER TABLE webauthn_credentials DROP COLUMN is_mfa`); err != nil {
		t.Fatal(err)
	}
	theirs, err := hanko.Open(t.Context(), from.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	seen := map[string]bool{}
	err = theirs.Walk(t.Context(), tenant, func(u hanko.User) error {
		seen[u.ID] = true
		if len(u.Passkeys) != 1 || string(u.Passkeys[0].ID) != u.ID {
			return fmt.Errorf("%+v", u)
		}
		return nil
	})
	if err != nil || len(seen) != 450 {
		t.Errorf("%d users, %v", len(seen), err)
	}
	enough := errors.New("enough")
	if err := theirs.Walk(t.Context(), tenant, func(hanko.User) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("ended by %v", err)
	}
	tenants, err := theirs.Tenants(t.Context())
	if err != nil || len(tenants) != 1 || tenants[0] != (hanko.Tenant{ID: tenant, Name: "Mine", RPID: "example.com"}) {
		t.Errorf("tenants %+v, %v", tenants, err)
	}
	if _, err := hanko.Open(t.Context(), "mysql://localhost/passkeys"); err == nil {
		t.Error("an address of MySQL is accepted")
	}
}
