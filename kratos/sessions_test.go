package kratos_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/kratos"
)

// sessionsOf collects all sessions of an identity.
func sessionsOf(ctx context.Context, c *kratos.Client, id uuid.UUID) (list []account.Session, err error) {
	for session, err := range c.Sessions(ctx, id) {
		if err != nil {
			return nil, err
		}
		list = append(list, session)
	}
	return list, nil
}

// manySessions serves the sessions of one identity as Kratos does, newest first.
type manySessions struct {
	identity uuid.UUID

	mu    sync.Mutex
	list  []map[string]any
	pages int // requested
}

func (m *manySessions) add(n int, issued time.Time) (last uuid.UUID) {
	for range n {
		last = uuid.New()
		m.list = slices.Insert(m.list, 0, map[string]any{
			"id": last, "active": true, "issued_at": issued, "authenticated_at": issued, "expires_at": issued.Add(24 * time.Hour),
			"authenticator_assurance_level": "aal1", "identity": map[string]any{"id": m.identity, "state": "active"},
		})
	}
	return last
}

func (m *manySessions) client(t *testing.T) *kratos.Client {
	t.Helper()
	mux := http.NewServeMux()
	send := func(w http.ResponseWriter, status int, body any) {
		w.Header().Set("Content-Type", asJSON)
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(body); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("GET /admin/identities/{id}/sessions", func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.pages++
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		first := min((page-1)*size, len(m.list))
		send(w, http.StatusOK, m.list[first:min(first+size, len(m.list))])
	})
	find := func(r *http.Request) int {
		id, _ := uuid.Parse(r.PathValue("id"))
		return slices.IndexFunc(m.list, func(s map[string]any) bool { return s["id"] == id })
	}
	unknown := map[string]any{"error": map[string]any{"code": http.StatusNotFound}}
	mux.HandleFunc("GET /admin/sessions/{id}", func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if i := find(r); i >= 0 {
			send(w, http.StatusOK, m.list[i])
			return
		}
		send(w, http.StatusNotFound, unknown)
	})
	mux.HandleFunc("DELETE /admin/sessions/{id}", func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if i := find(r); i >= 0 {
			m.list = slices.Delete(m.list, i, i+1)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Timeout: 10 * time.Second})
	must(t, err)
	return c
}

// TestManySessions: a password alone makes thousands of sessions. The one that is looked for costs one call, the newest
// cost one page, and an old one is still found and ended.
func TestManySessions(t *testing.T) {
	ctx, id := t.Context(), uuid.MustParse(identityID)
	m := &manySessions{identity: id}
	changed := time.Now().Add(-time.Hour)
	stolen := m.add(1, changed.Add(-time.Minute))
	refreshed := m.add(1, time.Now()) // began before the change, which a refresh of Kratos hides in issued_at
	m.list[0]["authentication_methods"] = []map[string]any{
		{"method": "oidc", "provider": "passkey", "completed_at": changed.Add(-time.Minute)}, {"method": "password", "completed_at": time.Now()},
	}
	own := m.add(1, changed.Add(-time.Second))
	m.add(1200, changed.Add(time.Minute)) // more than are ended in one walk
	c := m.client(t)

	if got, known, err := c.SessionByID(ctx, id, own); err != nil || !known || got.ID != own || got.Identity.ID != id || got.AAL != account.AAL1 {
		t.Errorf("the session: %+v, %t, %v", got, known, err)
	}
	n := 0
	for _, err := range c.Sessions(ctx, id) {
		must(t, err)
		if n++; n == 100 {
			break
		}
	}
	if n != 100 || m.pages != 1 {
		t.Errorf("%d sessions in %d pages", n, m.pages)
	}
	if list, err := sessionsOf(ctx, c, id); err != nil || len(list) != 1203 {
		t.Errorf("all: %d, %v", len(list), err)
	}

	must(t, c.EndSessionsBut(ctx, id, own, changed))
	for session, want := range map[uuid.UUID]bool{stolen: false, refreshed: false, own: true} {
		if _, known, err := c.SessionByID(ctx, id, session); err != nil || known != want {
			t.Errorf("after the change: known %t, %v, want %t", known, err, want)
		}
	}
	if len(m.list) != 1201 {
		t.Errorf("%d sessions are left", len(m.list))
	}
	must(t, c.EndSessionsBut(ctx, id, own, time.Now()))
	if len(m.list) != 1 || m.list[0]["id"] != own {
		t.Errorf("%d sessions are left", len(m.list))
	}
}

// TestSessionsRepeat: a list without an end is an error and no loop.
func TestSessionsRepeat(t *testing.T) {
	m := &manySessions{identity: uuid.MustParse(identityID)}
	m.add(100, time.Now())
	body, err := json.Marshal(m.list)
	must(t, err)
	_, err = sessionsOf(t.Context(), saying(t, 200, asJSON, string(body)), m.identity)
	unclear(t, err)
}

func TestSessionByID(t *testing.T) {
	ctx, id := t.Context(), uuid.MustParse(identityID)
	m := &manySessions{identity: id}
	one := m.add(1, time.Now())
	body := func(edit func(map[string]any)) string {
		edit(m.list[0])
		encoded, err := json.Marshal(m.list[0])
		must(t, err)
		return string(encoded)
	}
	whole := body(func(map[string]any) {})
	if _, known, err := saying(t, 200, asJSON, whole).SessionByID(ctx, uuid.New(), one); known || err != nil {
		t.Errorf("another identity's: %t, %v", known, err)
	}
	if _, known, err := saying(t, 404, asJSON, `{"error":{"code":404}}`).SessionByID(ctx, id, one); known || err != nil {
		t.Errorf("unknown: %t, %v", known, err)
	}
	for name, c := range map[string]*kratos.Client{
		"a proxy's 404":    saying(t, 404, "text/html", "<html>"),
		"not JSON":         saying(t, 200, "text/html", whole),
		"another session":  saying(t, 200, asJSON, strings.Replace(whole, one.String(), uuid.NewString(), 1)),
		"without identity": saying(t, 200, asJSON, strings.Replace(whole, `"identity"`, `"person"`, 1)),
		"failed":           saying(t, 500, asJSON, whole),
	} {
		t.Run(name, func(t *testing.T) {
			_, known, err := c.SessionByID(ctx, id, one)
			unclear(t, err)
			if known {
				t.Error("known")
			}
		})
	}
	if _, known, err := saying(t, 200, asJSON, body(func(s map[string]any) { s["active"] = false })).SessionByID(ctx, id, one); known || err != nil {
		t.Errorf("ended: %t, %v", known, err)
	}
}
