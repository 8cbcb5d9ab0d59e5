package kratos_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/demo"
	"latchkey/kratos"
)

// Rules find schema and metadata in the session of a user as well as in the identity.
func TestRealSubject(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	metadata := map[string]any{"hr": map[string]any{"unit": "finance"}, "groups": []any{"staff"}, "latchkey_role": "auditor"}
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, metadata)
	must(t, err)
	app := k.App()
	must(t, app.Login(ctx, "ada@example.com", password))
	inSession, err := c.Session(ctx, credential(t, c, "X-Session-Token", app.Token()))
	must(t, err)
	byAdmin, err := c.Identity(ctx, id)
	must(t, err)
	for name, identity := range map[string]account.Identity{"session": inSession.Identity, "identity": byAdmin} {
		who := identity.Subject()
		var got map[string]any
		if err := json.Unmarshal(who.Metadata, &got); err != nil || !reflect.DeepEqual(got, metadata) {
			t.Errorf("%s: metadata %s, %v", name, who.Metadata, err)
		}
		if who.ID != id || who.Schema != "default" || who.Role != "auditor" || who.Organization != "" {
			t.Errorf("%s: %+v", name, who)
		}
	}
}

// All identities are listed once, with what rules need, and one whose record is too long to read is named.
func TestRealWalkIdentities(t *testing.T) {
	ctx := t.Context()
	k, c := start(t, demo.KratosOptions{})
	want := map[uuid.UUID]bool{}
	for i := range 3 {
		id, err := k.CreateIdentity(ctx, map[string]any{"email": fmt.Sprintf("p%d@example.com", i)}, password, map[string]any{"n": i})
		must(t, err)
		want[id] = true
	}
	long, err := k.CreateIdentity(ctx, map[string]any{"email": "long@example.com"}, password, nil)
	must(t, err)
	must(t, k.PatchIdentity(ctx, long, "add", "/metadata_public", strings.Repeat("x", 1<<20)))
	found := map[uuid.UUID]bool{}
	unread, err := kratos.Directory{Client: c}.WalkIdentities(ctx, func(page []account.Identity) error {
		for _, one := range page {
			if found[one.ID] || one.Schema != "default" || !strings.Contains(string(one.Metadata), `"n"`) || !one.Active {
				t.Errorf("%+v", one)
			}
			found[one.ID] = true
		}
		return nil
	})
	must(t, err)
	if !reflect.DeepEqual(found, want) || !slices.Equal(unread, []uuid.UUID{long}) {
		t.Errorf("found %v, unread %v, want %v and %s", found, unread, want, long)
	}
}

// An organization is a text; whatever else Kratos says is none.
func TestOrganization(t *testing.T) {
	for said, want := range map[string]string{`"acme"`: "acme", `null`: "", `{"id":"acme"}`: "", `7`: ""} {
		c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			_, _ = w.Write([]byte(strings.Replace(identity, `"organization_id":null`, `"organization_id":`+said, 1)))
		})
		found, err := c.Identity(t.Context(), uuid.MustParse(identityID))
		if err != nil || found.Organization != want || found.Schema != "default" {
			t.Errorf("%s: organization %q, schema %q, %v", said, found.Organization, found.Schema, err)
		}
	}
}
