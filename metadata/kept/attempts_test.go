package kept_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"latchkey/metadata/kept"
)

// Another address is asked at once, and for the list itself, since a tag is that of its server. A date serves where there is no tag.
func TestAnotherAddress(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.maker.Renew(s.now.Add(30 * day))
		const modified = "Sun, 29 Nov 2026 12:00:00 GMT"
		list := s.list(7, s.now.Add(30*day))
		s.serves(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Last-Modified", modified)
			if r.Header.Get("If-Modified-Since") == modified {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(list)
		})
		s.look(s.replica(), "number=7")
		other := s.replica(func(c *kept.Config) { c.URL += "&other" })
		if err := other.Load(t.Context(), s.records); err != nil || number(other) != 7 || !other.State().ConfirmedAt.IsZero() {
			t.Errorf("%+v, %v", other.State(), err)
		}
		s.look(other, "")
		s.later(27 * time.Hour)
		s.look(other, "")
		if asked := s.requests(); len(asked) != 3 || strings.Join(asked, "") != modified || !other.State().ConfirmedAt.Equal(s.now) {
			t.Errorf("asked with %q, %+v", asked, other.State())
		}
	})
}

// While there is no list, an attempt is not put off for hours. A replica whose clock is off makes none.
func TestAttemptsWithoutAList(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.serves(sends(500, nil))
		ahead := s.replica(func(c *kept.Config) { c.Now = func() time.Time { return s.clock().Add(time.Hour) } })
		s.look(ahead, "synchronise them")
		k := s.replica()
		for range 9 {
			s.look(k, "it answers with status 500")
			s.later(11*time.Minute + 6*time.Second)
		}
		if asked := s.requests(); len(asked) != 9 {
			t.Errorf("asked %d times", len(asked))
		}
		s.maker.Renew(s.now.Add(30 * day))
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`))
		s.look(k, "number=7")
		s.serves(sends(500, nil))
		s.later(27 * time.Hour)
		for range 6 {
			s.look(k, "it answers with status 500")
			s.later(3 * time.Hour)
		}
		if !regexp.MustCompile(`next attempt in [3-5]\dm`).MatchString(s.log.String()) {
			t.Errorf("the sixth attempt with a list: %s", &s.log)
		}
	})
}
