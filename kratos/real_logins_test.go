package kratos_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/kratos"
)

// Kratos returns 250 identities unless it is asked for more.
func TestRealLogins(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	ids, want := []uuid.UUID{uuid.New()}, map[uuid.UUID]string{} // one that Kratos does not know
	for i := range 3 {
		email := "user" + strconv.Itoa(i) + "@example.com"
		id, err := k.CreateIdentity(ctx, map[string]any{"email": email}, password, nil)
		must(t, err)
		ids, want[id] = append(ids, id), email
	}
	_, err := k.CreateIdentity(ctx, map[string]any{"email": "other@example.com"}, password, nil)
	must(t, err)
	long, err := k.CreateIdentity(ctx, map[string]any{"email": "long@example.com"}, password, nil)
	must(t, err)
	must(t, k.PatchIdentity(ctx, long, "add", "/metadata_public", strings.Repeat("x", 1<<20)))
	ids = append(ids, long) // the others keep their names
	directory := kratos.Directory{Client: c}
	for len(ids) < 300 {
		ids = append([]uuid.UUID{uuid.New()}, ids...)
	}
	if got, err := directory.Logins(ctx, ids); err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	admin, err := k.CreateIdentity(ctx, map[string]any{"email": "admin@example.com"}, password, map[string]any{"latchkey_role": "admin"})
	must(t, err)
	nothing, err := k.CreateIdentity(ctx, map[string]any{"email": "visitor@example.com"}, password, map[string]any{"latchkey_role": "visitor"})
	must(t, err)
	if got, err := directory.Staff(ctx, append([]uuid.UUID{admin, nothing}, ids...)); err != nil || !slices.Equal(got, []uuid.UUID{admin}) {
		t.Errorf("staff: %v, %v; want %v", got, err, admin)
	}
	if got, err := directory.Logins(ctx, nil); err != nil || len(got) != 0 {
		t.Errorf("of nobody: %v, %v", got, err)
	}

	// A walk names the one that is too long, and goes on.
	all, found := 0, []account.Natives(nil)
	err = directory.WalkNatives(ctx, func(identities int, some []account.Natives) error {
		all, found = all+identities, append(found, some...)
		return nil
	})
	if err != nil || all != 7 || len(found) != 1 || found[0].Identity.ID != long || found[0].Passkeys[0].ID != nil {
		t.Errorf("walked over %d: %+v, %v", all, found, err)
	}
}
