package kept_test

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"latchkey/metadata"
	"latchkey/metadata/kept"
	"latchkey/store"
)

// A list that cannot be used any more, because its signer has been revoked, is replaced by the next one that can, also if that has a lower
// number: who has stolen the signer's key may have written any. It is fetched before the time of the next fetch.
func TestUnusableListIsReplaced(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(9000, s.now.Add(30*day)), `"forged"`))
		s.look(s.replica(), "number=9000")
		revoked := s.maker.Revoke(s.maker.Leaf)
		trusts := func(c *kept.Config) { c.Trust.Revoked = []*x509.RevocationList{revoked} }
		s.later(time.Minute)
		k := s.replica(trusts)
		s.look(k, "is revoked")
		s.requests()
		s.later(10 * time.Minute)
		s.look(k, "is revoked") // as is that of the list which is served
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		s.look(k, "") // not due
		s.later(11 * time.Minute)
		s.look(k, "number=8")
		if asked := s.requests(); len(asked) != 2 || asked[0] != "" || asked[1] != "" || number(k) != 8 || k.State().Failed {
			t.Errorf("asked with %q, %+v", asked, k.State())
		}
		if again := s.replica(trusts); again.Load(t.Context(), s.records) != nil || number(again) != 8 {
			t.Errorf("after a restart: %+v", again.State())
		}
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`))
		s.later(27 * time.Hour)
		s.look(k, "its number 7 is older than 8") // which can be used
	})
}

// The same by a file.
func TestUnusableListIsReplacedByFile(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(tagged(s.list(9000, s.now.Add(30*day)), `"forged"`))
		s.look(s.replica(), "number=9000")
		revoked := s.maker.Revoke(s.maker.Leaf)
		s.maker.Renew(s.now.Add(30 * day))
		path := filepath.Join(t.TempDir(), "blob.jwt")
		if err := os.WriteFile(path, s.list(8, s.now.Add(30*day)), 0o600); err != nil {
			t.Fatal(err)
		}
		k := s.replica(func(c *kept.Config) {
			c.Trust.Revoked = []*x509.RevocationList{revoked}
			c.File, c.URL = metadata.Open(path, c.Trust, c.Log, c.Now), ""
		})
		s.look(k, "is revoked")
		s.look(k, "number=8")
		if row, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil); err != nil || row.Number != 8 || number(k) != 8 {
			t.Errorf("number %d is kept, %v", row.Number, err)
		}
	})
}

// After a mistake of the publisher, the operator makes Latchkey forget a list.
func TestForget(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(tagged(s.list(9000, s.now.Add(30*day)), `"mistake"`))
		k := s.replica()
		s.look(k, "number=9000")
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		s.later(27 * time.Hour)
		s.look(k, "its number 8 is older than 9000")
		if _, err := k.Try(t.Context()); !errors.Is(err, kept.ErrOlder) {
			t.Errorf("tried: %v", err)
		}
		if err := k.Forget(t.Context(), s.records, 9001); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another number: %v", err)
		}
		if err := k.Forget(t.Context(), s.records, 9000); err != nil {
			t.Error(err)
		}
		s.later(11 * time.Minute)
		s.look(k, "its number 8 is older than 9000") // until it is restarted
		s.later(11 * time.Minute)
		if again := s.replica(); again.Load(t.Context(), s.records) == nil {
			s.look(again, "number=8")
		} else {
			t.Errorf("after a restart: %+v", again.State())
		}
	})
}
