package kept_test

import (
	"crypto/x509"
	"testing"
	"time"

	"latchkey/metadata/kept"
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
		k := s.replica(func(c *kept.Config) { c.Trust.Revoked = []*x509.RevocationList{revoked} }, s.file(s.list(8, s.now.Add(30*day))))
		s.look(k, "number=8")
		if row, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil); err != nil || row.Number != 8 || number(k) != 8 {
			t.Errorf("number %d is kept, %v", row.Number, err)
		}
	})
}

// While replicas with and without the revocation run, such as during a rolling restart, they do not replace each other's list again and
// again: the one that lacks it drops its list, whether it was there first or has started since.
func TestRevokedFilesDiffer(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.maker.Renew(s.now.Add(30 * day))
		forged, revoked := s.file(s.list(9000, s.now.Add(30*day))), s.maker.Revoke(s.maker.Leaf)
		s.maker.Renew(s.now.Add(30 * day))
		good := s.file(s.list(8, s.now.Add(30*day)))
		knows := func(c *kept.Config) { c.Trust.Revoked = []*x509.RevocationList{revoked} }
		first := s.replica(forged)
		s.look(first, "")
		second := s.replica(knows, good)
		s.look(second, "number=8")
		s.later(20 * time.Second)
		s.look(first, "number=9000 now=8")
		late := s.replica(forged)
		s.look(late, "number=8")
		for i := range 6 {
			s.later(20 * time.Second)
			s.log.Reset()
			second.Look(t.Context(), s.records)
			first.Look(t.Context(), s.records)
			late.Look(t.Context(), s.records)
			if row, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil); err != nil || row.Number != 8 {
				t.Errorf("round %d: number %d is kept, %v", i, row.Number, err)
			}
		}
		if number(first) != 8 || number(second) != 8 || number(late) != 8 {
			t.Errorf("the replicas use %d, %d and %d", number(first), number(second), number(late))
		}
		if text := s.log.String(); text != "" {
			t.Errorf("they do not come to rest: %s", text)
		}
	})
}
