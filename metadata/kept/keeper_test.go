package kept_test

import (
	"crypto/x509"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/metadata"
	"latchkey/metadata/kept"
)

const day = 24 * time.Hour

// A list is fetched, kept, asked for by its ETag a day later, and replaced by a newer one; another replica finds it in the database,
// also after a restart while the address does not answer.
func TestFetchAndKeep(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		one, two := s.replica(), s.replica()
		if one.Ready() || one.Entry(model) != nil || one.List() != nil {
			t.Error("there is a list before the first")
		}
		s.serves(sends(503, nil))
		s.look(one, "it answers with status 503")
		if !strings.Contains(s.log.String(), "next attempt in 1m") || !strings.Contains(s.log.String(), "there is no list") || !one.State().Failed {
			t.Errorf("logged %s", &s.log)
		}
		s.look(one, "") // not due
		s.look(two, "")
		if asked := s.requests(); len(asked) != 1 || !two.State().Failed {
			t.Errorf("asked %d times", len(asked))
		}
		s.later(67 * time.Second)
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`))
		s.look(one, "number=7")
		if number(one) != 7 || one.Entry(model) == nil || one.State().Failed || !one.State().ConfirmedAt.Equal(s.now) {
			t.Errorf("%+v", one.State())
		}
		if s.look(two, "number=7"); number(two) != 7 || two.State().Failed {
			t.Errorf("the other replica: %+v", two.State())
		}
		if asked := s.requests(); len(asked) != 1 || asked[0] != "" {
			t.Errorf("asked with %q", asked)
		}
		s.later(27 * time.Hour)
		s.look(two, "")
		if asked := s.requests(); fmt.Sprint(asked) != `["seven"]` || !two.State().ConfirmedAt.Equal(s.now) {
			t.Errorf("a day later: asked with %q, %+v", asked, two.State())
		}
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		s.later(27 * time.Hour)
		s.look(one, "number=8")
		if number(one) != 8 || number(two) != 7 {
			t.Errorf("%d and %d", number(one), number(two))
		}
		s.look(two, "number=8")
		s.serves(sends(500, nil))
		if again := s.loaded(); number(again) != 8 || !again.State().ConfirmedAt.Equal(s.now) {
			t.Errorf("after a restart: %+v", again.State())
		}
	})
}

// Of replicas that look at once, one fetches.
func TestOneReplicaFetches(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`))
		replicas, done := make([]*kept.Keeper, 6), make(chan bool)
		for i := range replicas {
			replicas[i] = s.replica(func(c *kept.Config) { c.Log = slog.New(slog.DiscardHandler) })
			go func() {
				replicas[i].Look(t.Context(), s.records)
				done <- true
			}()
		}
		for range replicas {
			<-done
		}
		for _, k := range replicas {
			if s.look(k, ""); number(k) != 7 {
				t.Errorf("a replica has %d", number(k))
			}
		}
		if asked := s.requests(); len(asked) != 1 {
			t.Errorf("asked %d times", len(asked))
		}
	})
}

// A list outlives its next update and the certificate of its signer, and the state says so; a revocation of that certificate it does not.
func TestKeptListAges(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		k := s.replica()
		blob := s.list(7, s.now.Add(2*day))
		s.serves(tagged(blob, `"seven"`))
		s.look(k, "")
		if k.State().Overdue {
			t.Error("overdue at once")
		}
		s.serves(sends(500, nil))
		s.later(4 * day)
		again := s.loaded()
		if number(again) != 7 || !again.State().Overdue {
			t.Errorf("%+v", again.State())
		}
		s.look(again, "it answers with status 500")
		s.serves(tagged(blob, `"seven"`))
		s.later(7 * time.Hour)
		s.look(again, "its signer") // whose certificate has expired: the list is not taken anew
		if asked := s.requests(); strings.Join(asked, "") != "" || len(asked) != 3 {
			t.Errorf("an overdue list is asked for with %q", asked)
		}
		if number(again) != 7 {
			t.Errorf("%+v", again.State())
		}
		revoked := s.replica(func(c *kept.Config) { c.Trust.Revoked = []*x509.RevocationList{s.maker.Revoke(s.maker.Leaf)} })
		if err := revoked.Load(t.Context(), s.records); err == nil || !strings.Contains(err.Error(), "is revoked") || revoked.Ready() {
			t.Errorf("a revoked signer: %v", err)
		}
	})
}

// What cannot be read of a list is in the log, once for each list.
func TestPartsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		k := s.replica()
		s.maker.Renew(s.now.Add(30 * day)) // it is fetched again below
		s.serves(sends(200, s.list(7, s.now.Add(30*day), func(l map[string]any) {
			l["entries"] = append(l["entries"].([]any), map[string]any{"aaguid": "key"})
		})))
		if s.look(k, "number=7 parts=1 first="); k.State().Unread != 1 || k.Entry(model) == nil {
			t.Errorf("%+v", k.State())
		}
		s.later(13 * time.Hour)
		if s.look(k, ""); strings.Contains(s.log.String(), "parts=") {
			t.Errorf("named again: %s", &s.log)
		}
	})
}

// A status that has a date takes effect on it, without a newer list.
func TestStatusTakesEffect(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		k := s.replica()
		s.serves(tagged(s.list(7, s.now.Add(30*day), func(l map[string]any) {
			l["entries"].([]any)[0].(map[string]any)["statusReports"] = []any{map[string]any{"status": "REVOKED", "effectiveDate": s.now.Add(2 * day).Format(time.DateOnly)}}
		}), `"seven"`))
		s.look(k, "")
		if got := k.Entry(model).Compromised; got != "" {
			t.Errorf("at once: %q", got)
		}
		s.later(2 * day)
		s.serves(sends(500, nil))
		s.look(k, "it answers with status 500")
		if got := k.Entry(model).Compromised; got != "REVOKED" {
			t.Errorf("after two days: %q", got)
		}
	})
}

// The list of a file is kept as well: after a restart, no older one is used, from whatever source.
func TestFileIsKept(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		path := filepath.Join(t.TempDir(), "blob.jwt")
		file := func(number int) func(*kept.Config) {
			return func(c *kept.Config) {
				if err := os.WriteFile(path, s.list(number, s.now.Add(30*day)), 0o600); err != nil {
					t.Fatal(err)
				}
				c.File = metadata.Open(path, c.Trust, c.Log, c.Now)
				c.URL = ""
			}
		}
		one := s.replica(file(7))
		s.look(one, "number=7")
		stored := s.now
		s.later(time.Minute)
		s.look(one, "")
		if row, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil); err != nil || !row.VerifiedAt.Equal(stored) {
			t.Errorf("stored again, at %s, %v", row.VerifiedAt, err)
		}
		older := s.replica(file(6))
		if number(older) != 6 {
			t.Error("it has looked into the database already")
		}
		s.look(older, "")
		if state := older.State(); state.Number != 7 || state.Superseded != 6 || state.Fetches || state.Source != path {
			t.Errorf("%+v", state)
		}
		newer := s.replica(file(8))
		s.look(newer, "")
		if number(newer) != 8 {
			t.Errorf("%+v", newer.State())
		}
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`)) // and by URL
		byURL := s.replica()
		s.look(byURL, "its number 7 is older than 8")
		if number(byURL) != 8 {
			t.Errorf("%+v", byURL.State())
		}
	})
}

// If the database has an older list than before, replicas follow it, as one that starts does, until the next fetch. And a publisher's list
// is no other's.
func TestOlderInTheDatabase(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		k, next := s.replica(), s.now.Add(30*day)
		s.serves(tagged(s.list(7, next), `"seven"`))
		s.look(k, "number=7")
		before, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil)
		if err != nil {
			t.Fatal(err)
		}
		s.serves(tagged(s.list(8, next), `"eight"`))
		s.exec(`DELETE FROM reconciliations`) // so that a fetch is due
		s.look(k, "number=8")
		s.exec(`DELETE FROM authenticator_lists`)
		if err := s.records.KeepAuthenticatorList(t.Context(), before, nil); err != nil {
			t.Fatal(err)
		}
		if s.look(k, "number=8 now=7"); number(k) != 7 || number(s.loaded()) != 7 {
			t.Errorf("%+v", k.State())
		}
		s.requests()
		s.exec(`DELETE FROM reconciliations`)
		s.look(k, "number=8")
		if asked := s.requests(); len(asked) != 1 || asked[0] != `"seven"` || number(k) != 8 || number(s.loaded()) != 8 {
			t.Errorf("asked with %q", asked)
		}
		other := s.replica(func(c *kept.Config) { c.Trust.Roots = nil })
		if err := other.Load(t.Context(), s.records); err != nil || other.Ready() {
			t.Errorf("the list of another publisher is used as FIDO's: %v", err)
		}
	})
}
