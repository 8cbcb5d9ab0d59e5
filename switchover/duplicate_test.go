package switchover_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover"
)

// natives are identities at Kratos with passkeys, in the order of its list.
type natives []account.Natives

func (n natives) WalkNatives(_ context.Context, visit func(int, []account.Natives) error) error {
	return visit(len(n), n)
}

func (n natives) Natives(_ context.Context, id uuid.UUID) (account.Natives, error) {
	for _, one := range n {
		if one.Identity.ID == id {
			return one, nil
		}
	}
	return account.Natives{}, fault.ErrIdentityNotFound
}

// person returns an identity at Kratos with passkeys, the oldest first.
func person(passkeys ...account.NativePasskey) account.Natives {
	for i := range passkeys {
		passkeys[i].AddedAt = now.Add(time.Duration(i-100) * time.Hour)
	}
	return account.Natives{Identity: account.Identity{ID: store.NewID(), Active: true}, Passkeys: passkeys, Handles: [][]byte{random(64)}}
}

// native returns a passkey at Kratos with a real key.
func native(t *testing.T, edit ...func(*account.NativePasskey)) account.NativePasskey {
	t.Helper()
	n := account.NativePasskey{Kind: assurance.KindPasskey, ID: random(32), PublicKey: publicKey(t, newPasskey(t, uuid.Nil))}
	for _, change := range edit {
		change(&n)
	}
	return n
}

// A credential ID that Kratos holds more than once, which anyone with the password can bring about, refuses only what came later.
func TestDuplicatesAtKratos(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			here := open(t, kind)
			oldest := native(t)
			planted := native(t, func(n *account.NativePasskey) { n.ID = oldest.ID })
			key := oldest
			key.Kind, key.SecondFactor = assurance.KindWebAuthn, true
			stolen := native(t, func(n *account.NativePasskey) { n.ID = oldest.ID })
			there := natives{person(oldest, native(t), planted, key, native(t)), person(native(t), stolen), person(native(t))}
			want := []string{
				"imported ", "imported ", "refused different", "present ", "imported ",
				"imported ", "refused taken",
				"imported ",
			}
			imported, totals := here.ran(t, there, walk(t), func(c *switchover.Config) { c.RPID, c.VouchFactors = "example.com", true })
			if !reflect.DeepEqual(reasons(imported), want) || totals.Imported != 5 {
				t.Errorf("got  %q, %+v\nwant %q", reasons(imported), totals, want)
			}
			rows := here.passkeys(t, there[0].Identity.ID)
			if len(rows) != 3 || string(publicKey(t, rows[0])) != string(oldest.PublicKey) || rows[0].StepUpOnly {
				t.Errorf("the first user has %d passkeys", len(rows))
			}
		})
	}
}

// A name of any length is imported, cut to what a user could have typed.
func TestLongNames(t *testing.T) {
	t.Parallel()
	here := open(t, "sqlite")
	long := func(n *account.NativePasskey) { n.Name = strings.Repeat("ä", 65) }
	there := natives{person(native(t, long))}
	here.ran(t, there, walk(t), func(c *switchover.Config) { c.RPID = "example.com" })
	if rows := here.passkeys(t, there[0].Identity.ID); len(rows) != 1 || rows[0].Name != strings.Repeat("ä", 64) {
		t.Errorf("got %+v", rows)
	}
}
