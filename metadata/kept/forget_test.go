package kept_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"latchkey/metadata/kept"
	"latchkey/store"
)

// forgotten is the event that the operator has had a list forgotten.
func (s *site) forgotten() store.AuditEvent {
	return store.AuditEvent{ID: store.NewID(), At: s.now, Type: "metadata.forgotten", ActorKind: store.ActorSystem}
}

// events counts the events of that.
func (s *site) events() (n int) {
	s.t.Helper()
	if err := s.raw.QueryRowContext(context.Background(), "SELECT count(*) FROM security_audit WHERE event_type = 'metadata.forgotten'").Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// After a mistake of the publisher, the operator has a list forgotten: running replicas drop it when they look next, and the next list is
// taken whatever its number. That is recorded, once.
func TestForget(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(tagged(s.list(9000, s.now.Add(30*day)), `"mistake"`))
		one, two := s.replica(), s.replica()
		s.look(one, "number=9000")
		s.look(two, "number=9000")
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		s.later(27 * time.Hour)
		s.look(one, "its number 8 is older than 9000")
		if _, err := one.Try(t.Context()); !errors.Is(err, kept.ErrOlder) {
			t.Errorf("tried: %v", err)
		}
		if err := one.Forget(t.Context(), s.records, 9001, s.forgotten()); !errors.Is(err, store.ErrNotFound) || s.events() != 0 {
			t.Errorf("another number: %v, %d events", err, s.events())
		}
		s.serves(sends(500, nil))
		if err := one.Forget(t.Context(), s.records, 9000, s.forgotten()); err != nil || s.events() != 1 {
			t.Errorf("%v, %d events", err, s.events())
		}
		s.requests()
		s.look(one, "number=9000 now=0")
		s.look(two, "number=9000 now=0")
		s.look(one, "")
		s.look(two, "")
		if asked := s.requests(); len(asked) != 2 {
			t.Errorf("each replica asks once at once: they asked %d times", len(asked))
		}
		if one.Ready() || two.Ready() || one.Entry(model) != nil {
			t.Errorf("still used: %+v, %+v", one.State(), two.State())
		}
		s.later(11 * time.Minute)
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		s.requests()
		s.look(one, "number=8")
		if asked := s.requests(); len(asked) != 1 || asked[0] != "" {
			t.Errorf("asked with %q", asked)
		}
		if s.look(two, "number=8"); number(one) != 8 || number(two) != 8 || number(s.loaded()) != 8 {
			t.Errorf("%+v, %+v", one.State(), two.State())
		}
	})
}

// The next list is fetched at once. A replica that looks only afterwards finds both.
func TestForgetAndFetchBetweenLooks(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(tagged(s.list(9000, s.now.Add(30*day)), `"mistake"`))
		one, two := s.replica(), s.replica()
		s.look(one, "number=9000")
		s.look(two, "number=9000")
		s.serves(tagged(s.list(8, s.now.Add(30*day)), `"eight"`))
		if err := one.Forget(t.Context(), s.records, 9000, s.forgotten()); err != nil {
			t.Error(err)
		}
		s.look(one, "number=8")
		if s.look(two, "number=9000 now=8"); number(two) != 8 {
			t.Errorf("%+v", two.State())
		}
		s.look(two, "")
		if text := s.log.String(); text != "" {
			t.Errorf("logged %s", text)
		}
	})
}

// By file, the operator replaces that first: each replica reads its own anew, and none brings back the list that was forgotten.
func TestForgetFile(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		mistake, right := s.list(9000, s.now.Add(30*day)), s.list(8, s.now.Add(30*day))
		shared, own := s.file(mistake), s.file(mistake)
		one, two := s.replica(shared), s.replica(own)
		s.look(one, "")
		s.look(two, "number=9000")
		if err := os.WriteFile(s.path, right, 0o600); err != nil { // the one that was made last; the other is not replaced yet
			t.Fatal(err)
		}
		if err := one.Forget(t.Context(), s.records, 9000, s.forgotten()); err != nil {
			t.Error(err)
		}
		s.look(two, "number=9000 now=0")
		if s.look(one, "number=9000 now=8"); number(one) != 8 || number(two) != 8 {
			t.Errorf("%+v, %+v", one.State(), two.State())
		}
		for range 3 {
			s.later(2 * time.Minute)
			s.look(one, "")
			s.look(two, "")
		}
		if row, err := s.records.AuthenticatorList(t.Context(), s.trust().Publisher(), nil); err != nil || row.Number != 8 || number(one) != 8 || number(two) != 8 {
			t.Errorf("number %d is kept, %v: %+v, %+v", row.Number, err, one.State(), two.State())
		}
		again := s.replica(shared) // only a restart takes the file that was not replaced
		if s.look(again, "number=9000"); number(again) != 9000 {
			t.Errorf("%+v", again.State())
		}
	})
}
