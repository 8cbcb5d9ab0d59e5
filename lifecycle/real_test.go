package lifecycle_test

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/kratos"
	"latchkey/lifecycle"
)

// TestRealKratos: identities are deactivated, activated and deleted at a real Kratos, with more of them than a page of it has.
func TestRealKratos(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
	t.Parallel()
	k, err := demo.StartKratos(t.Context(), demo.KratosOptions{Progress: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	client, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, BrowserURL: k.BrowserURL, AdminURL: k.AdminURL,
		LoginTraits: []string{"email"}, DisplayNameTraits: []string{"name"}, Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w := create(t)
	var ids []uuid.UUID
	for i := range 3 {
		id, err := k.CreateIdentity(t.Context(), map[string]any{"email": fmt.Sprintf("user-%d@example.com", i)}, "correct horse battery", nil)
		must(err)
		ids = append(ids, id)
		w.holds(id)
	}
	s := lifecycle.New(lifecycle.Config{Grace: grace, Every: time.Hour, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.now }},
		skewed{w.records, func() time.Time { return w.now }}, kratos.Directory{Client: client}, w, w.audit())
	said := func() (all []string) {
		t.Helper()
		_, err := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: lifecycle.DefaultMaxMissing, Changed: func(c lifecycle.Change) error {
			all = append(all, fmt.Sprint(slices.Index(ids, c.IdentityID), " ", c.Change))
			return nil
		}})
		must(err)
		slices.Sort(all)
		return all
	}
	if got := said(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	must(k.DeleteIdentity(t.Context(), ids[0]))
	must(k.SetState(t.Context(), ids[1], "inactive"))
	if got := fmt.Sprint(said()); got != "[0 missing 1 suspended]" {
		t.Errorf("%v", got)
	}
	must(k.SetState(t.Context(), ids[1], "active"))
	w.now = w.now.Add(grace)
	if got := fmt.Sprint(said()); got != "[0 removed 1 resumed]" {
		t.Errorf("%v", got)
	}
	if got := said(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	var full []uuid.UUID // as many as one call asks for: Kratos must not shorten its answer
	for len(full) < lifecycle.Chunk {
		full = append(full, uuid.New())
	}
	full[17] = ids[1]
	states, err := kratos.Directory{Client: client}.States(t.Context(), full)
	if err != nil || len(states) != 1 || states[ids[1]] != lifecycle.StateActive {
		t.Errorf("%v, %v", states, err)
	}
	must(k.Stop())
	if _, err := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 100}); err == nil {
		t.Error("a Kratos that does not answer was believed")
	}
	w.wantEvents(map[string]int{"identity.missing": 1, "identity.removed": 1, "identity.suspended": 1, "identity.resumed": 1})
}
