package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
)

type adminKey struct {
	ID        uuid.UUID  `json:"id"`
	Key       string     `json:"key"`
	Name      string     `json:"name"`
	ExpiresAt *time.Time `json:"expires_at"`
}

// makeKey lets an admin, by session or by key, create a key with all scopes.
func (s *stack) makeKey(t *testing.T, by caller, name string, expires *time.Time) (adminKey, caller) {
	t.Helper()
	var made adminKey
	by.do(t, http.MethodPost, "/admin/v1/keys", map[string]any{"name": name, "scopes": allScopes, "expires_at": expires}).want(t, http.StatusCreated, &made)
	return made, caller{s.latchkey.AdminURL, http.Header{"Authorization": {"Bearer " + made.Key}}}
}

// testAdminKeys: a key can do no more, and lasts no longer, than its owner.
func testAdminKeys(t *testing.T, s *stack) {
	t.Run("Expiry", func(t *testing.T) {
		end := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
		_, short := s.makeKey(t, s.support(), "for an hour "+uuid.NewString(), &end)
		child, _ := s.makeKey(t, short, "for ever "+uuid.NewString(), nil)
		if child.ExpiresAt == nil || child.ExpiresAt.After(end) {
			t.Errorf("the key of a key that ends at %s ends at %v", end, child.ExpiresAt)
		}
		late := end.Add(time.Minute)
		short.do(t, http.MethodPost, "/admin/v1/keys", map[string]any{"name": "late", "scopes": allScopes, "expires_at": late}).
			refused(t, http.StatusBadRequest, "invalid_request")
	})
	t.Run("Revoked", func(t *testing.T) {
		parent, stolen := s.makeKey(t, s.support(), "stolen "+uuid.NewString(), nil)
		_, child := s.makeKey(t, stolen, "a way back "+uuid.NewString(), nil)
		_, grandchild := s.makeKey(t, child, "and another "+uuid.NewString(), nil)
		s.support().do(t, http.MethodDelete, "/admin/v1/keys/"+parent.ID.String(), nil).want(t, http.StatusNoContent, nil)
		for name, key := range map[string]caller{"itself": stolen, "its child": child, "the child's child": grandchild} {
			if got := key.do(t, http.MethodGet, "/admin/v1/me", nil); got.status != http.StatusUnauthorized {
				t.Errorf("%s: %d, want 401", name, got.status)
			}
		}
	})
	t.Run("Dismissed", func(t *testing.T) {
		admin, page := s.member(t, "admin")
		made, key := s.makeKey(t, page, "kept "+uuid.NewString(), nil)
		_, child := s.makeKey(t, key, "kept, too "+uuid.NewString(), nil)
		if !s.listsOwner(t, made.ID, admin) {
			t.Error("no list shows the key's owner")
		}
		s.giveRole(t, admin, "")
		for name, key := range map[string]caller{"the key": key, "its child": child} {
			got := key.do(t, http.MethodPost, "/admin/v1/identities/"+uuid.NewString()+"/recovery-code", because("once more"))
			if got.status != http.StatusUnauthorized {
				t.Errorf("%s: %d, want 401: %s", name, got.status, got.body)
			}
		}
		s.giveRole(t, admin, "admin") // for another reason, and with no thought of old keys
		for name, key := range map[string]caller{"the key": key, "its child": child} {
			if got := key.do(t, http.MethodGet, "/admin/v1/me", nil); got.status != http.StatusUnauthorized {
				t.Errorf("%s, once the role is back: %d, want 401: %s", name, got.status, got.body)
			}
		}
	})
	t.Run("Lowered", func(t *testing.T) {
		admin, page := s.member(t, "admin")
		_, key := s.makeKey(t, page, "of an admin "+uuid.NewString(), nil)
		wants := func(status int) {
			t.Helper()
			got := key.do(t, http.MethodPost, "/admin/v1/keys", map[string]any{"name": "more " + uuid.NewString(), "scopes": []string{"read"}})
			if got.status != status {
				t.Errorf("a key of a key: %d, want %d: %s", got.status, status, got.body)
			}
		}
		wants(http.StatusCreated)
		s.giveRole(t, admin, "support")
		wants(http.StatusForbidden)
		s.giveRole(t, admin, "admin")
		wants(http.StatusForbidden)
		key.do(t, http.MethodGet, "/admin/v1/me", nil).want(t, http.StatusOK, nil)
	})
	t.Run("ForItsOwner", func(t *testing.T) { // nor can its owner do so with a key
		admin, page := s.member(t, "admin")
		_, key := s.makeKey(t, page, "mine "+uuid.NewString(), nil)
		key.do(t, http.MethodPost, "/admin/v1/identities/"+admin.IdentityID.String()+"/recovery-code", because("for myself")).
			refused(t, http.StatusForbidden, "forbidden")
	})
}

// listsOwner reports whether the list of keys has the key's owner, and its last use.
func (s *stack) listsOwner(t *testing.T, id uuid.UUID, owner *demo.KratosUser) bool {
	t.Helper()
	var list struct{ Keys []map[string]any }
	s.support().do(t, http.MethodGet, "/admin/v1/keys", nil).want(t, http.StatusOK, &list)
	for _, key := range list.Keys {
		if key["id"] != id.String() {
			continue
		}
		if _, ok := key["last_used_at"]; !ok {
			t.Error("no list shows when a key was last used")
		}
		said, _ := key["owner"].(map[string]any)
		return said["identity_id"] == owner.IdentityID.String()
	}
	return false
}
