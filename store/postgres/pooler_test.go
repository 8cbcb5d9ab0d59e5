package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

var production = postgres.Options{Migrate: true, Probe: true, Timeout: 3 * time.Second}

// Several replicas start at once behind PgBouncer, and every login succeeds.
func TestPgBouncer(t *testing.T) {
	t.Parallel()
	cluster := storetest.Shared(t)
	for _, mode := range []string{"transaction", "session"} {
		t.Run(mode, func(t *testing.T) {
			// In session mode, each connection of each replica needs one of its own.
			dsn := cluster.Pooler(t, cluster.Database(t, ""), mode, map[string]string{"session": "default_pool_size = 40"}[mode])
			replicas := openAtOnce(t, 4, dsn)
			const people, logins = 12, 10
			var wait sync.WaitGroup
			for i := range people {
				wait.Go(func() {
					n := registration()
					if err := replicas[i%4].CreatePasskey(t.Context(), n); err != nil {
						t.Error(err)
						return
					}
					for j := range logins {
						s := replicas[j%4]
						p, err := s.PasskeyByCredentialID(t.Context(), n.Passkey.CredentialID)
						if err == nil {
							err = s.UsePasskey(t.Context(), login(p))
						}
						if err == nil {
							_, err = s.PasskeysOf(t.Context(), p.IdentityID)
						}
						if err != nil {
							t.Errorf("login %d: %v", j, err)
							continue
						}
						// A change that is a transaction of several statements.
						_, err = s.DeletePasskey(t.Context(), store.Removal{IdentityID: p.IdentityID, PasskeyID: uuid.New(), Event: event("passkey.removed", p.IdentityID)})
						if !errors.Is(err, store.ErrNotFound) {
							t.Errorf("removal of another passkey: %v", err)
						}
					}
				})
			}
			wait.Wait()
		})
	}
}

// openAtOnce opens the empty database several times at once, as replicas do.
func openAtOnce(t *testing.T, replicas int, dsn string) []*postgres.Store {
	t.Helper()
	stores := make([]*postgres.Store, replicas)
	var wait sync.WaitGroup
	for i := range stores {
		wait.Go(func() {
			s, err := postgres.Open(t.Context(), dsn, production)
			if err != nil {
				t.Errorf("replica %d: %v", i, err)
				return
			}
			stores[i] = s
			t.Cleanup(func() { s.Close() })
		})
	}
	wait.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return stores
}

// A DSN that does not work through the pooler is refused at start, and the error names the remedy.
func TestPgBouncerRefused(t *testing.T) {
	t.Parallel()
	cluster := storetest.Shared(t)
	for name, c := range map[string]struct{ mode, setting, dsn, want string }{
		"prepared statements":          {"transaction", "", "&default_query_exec_mode=cache_statement", "use cache_describe"},
		"two round trips":              {"transaction", "", "&default_query_exec_mode=describe_exec", "use cache_describe"},
		"simple protocol":              {"transaction", "", "&default_query_exec_mode=simple_protocol", "use cache_describe"},
		"exec":                         {"session", "", "&default_query_exec_mode=exec", "use cache_describe"},
		"search_path":                  {"transaction", "", "&search_path=public", "ALTER ROLE"},
		"search_path ignored":          {"transaction", "ignore_startup_parameters = search_path", "&search_path=elsewhere", "ALTER ROLE ... SET search_path"},
		"options ignored":              {"transaction", "ignore_startup_parameters = options", "&options=-c%20search_path%3Delsewhere", "ALTER ROLE ... SET search_path"},
		"options with hyphens ignored": {"transaction", "ignore_startup_parameters = options", "&options=--search-path%3Delsewhere", "ALTER ROLE ... SET search_path"},
		"statement mode":               {"statement", "", "", "transaction or session mode"},
		"one connection":               {"transaction", "default_pool_size = 1", "", "pool size"},
	} {
		t.Run(name, func(t *testing.T) {
			dsn := cluster.Pooler(t, cluster.Database(t, ""), c.mode, c.setting)
			_, err := postgres.Open(t.Context(), dsn+c.dsn, production)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	for name, c := range map[string]struct{ mode, setting, dsn string }{
		"limits ignored":      {"transaction", "ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout", ""},
		"described":           {"transaction", "", "&default_query_exec_mode=cache_describe"},
		"session, prepared":   {"session", "", "&default_query_exec_mode=cache_statement"},
		"session, both trips": {"session", "", "&default_query_exec_mode=describe_exec"},
	} {
		t.Run(name, func(t *testing.T) {
			open(t, cluster.Pooler(t, migrated.Database(t), c.mode, c.setting)+c.dsn, production)
		})
	}
}
