package kept_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/metadata/kept"
	"latchkey/metadata/metadatatest"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// What an address may answer in place of a newer list. Each is an error that names the cause, and the list before is still used.
func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.maker.Renew(s.now.Add(30 * day))
		next := s.now.Add(30 * day)
		good := s.list(9, next)
		other, expired := metadatatest.New("mds.example"), *s.maker
		expired.Renew(s.now.Add(-time.Minute))
		outside := httptest.NewServer(sends(200, good))
		defer outside.Close()
		plain := strings.Replace(outside.URL, "127.0.0.1", "mds.example", 1)
		redirects := func(to string) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
		}
		k := s.replica()
		s.serves(tagged(s.list(7, next), `"seven"`))
		s.look(k, "number=7")
		for name, c := range map[string]struct {
			answer http.HandlerFunc
			cause  string
		}{
			"an older list":              {tagged(s.list(6, next), `"six"`), "its number 6 is older than 7"},
			"another chain":              {sends(200, other.Blob(map[string]any{"no": 9, "nextUpdate": "2099-01-01"})), "its signer"},
			"another key":                {sends(200, s.maker.BlobBy(metadatatest.OtherKey(), map[string]any{"no": 9, "nextUpdate": "2099-01-01"})), "its signature"},
			"an expired signer":          {sends(200, expired.Blob(map[string]any{"no": 9, "nextUpdate": "2099-01-01"})), "its signer"},
			"no list":                    {sends(200, []byte("<html>")), "not a signed list"},
			"nothing":                    {sends(200, nil), "not a signed list"},
			"an error with a list":       {sends(404, good), "status 404"},
			"a part of it":               {sends(206, good), "status 206"},
			"a redirect off https":       {redirects(plain + "/?key=magpie"), "redirects to " + plain + "/, which is not https"},
			"redirects without end":      {redirects(s.url), "redirects more than 3 times"},
			"a list that is too large":   {endless, "larger than 32 MiB"},
			"one that unpacks to that":   {packed, "larger than 32 MiB"},
			"an answer that breaks off":  {broken(good), "broke off"},
			"a header that is too large": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) }, "header"},
		} {
			t.Run(name, func(t *testing.T) {
				s.exec(`DELETE FROM reconciliations`) // so that a fetch is due
				s.serves(c.answer)
				s.look(k, c.cause)
				if !k.State().Failed || number(k) != 7 || number(s.loaded()) != 7 {
					t.Errorf("%+v", k.State())
				}
			})
		}
		s.requests()
		s.exec(`DELETE FROM reconciliations`)
		s.serves(redirects(s.url))
		s.look(k, "redirects more than 3 times")
		if asked := s.requests(); len(asked) != 4 {
			t.Errorf("followed %d redirects", len(asked)-1)
		}
		s.exec(`DELETE FROM reconciliations`)
		s.serves(redirects(outside.URL)) // on this machine, as the address itself
		if s.look(k, "number=9"); number(k) != 9 || k.State().Failed {
			t.Errorf("%+v", k.State())
		}
	})
}

// endless sends more than is read.
func endless(w http.ResponseWriter, _ *http.Request) {
	for part := make([]byte, 1<<20); ; {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}

// packed sends a small body that becomes a large one.
func packed(w http.ResponseWriter, _ *http.Request) {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	_, _ = zip.Write(make([]byte, kept.MaxList+1))
	_ = zip.Close()
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(small.Bytes())
}

func broken(blob []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		_, _ = w.Write(blob)
	}
}

// A server elsewhere leads nowhere on this machine without TLS, and nowhere else without it.
func TestRedirects(t *testing.T) {
	for _, c := range []struct {
		from, to string
		followed bool
	}{
		{"https://mds.example/", "https://cdn.example/list", true},
		{"https://mds.example/", "http://mds.example/", false},
		{"https://mds.example/", "http://127.0.0.1:8080/", false},
		{"https://mds.example/", "http://localhost/", false},
		{"https://mds.example/", "file:///etc/passwd", false},
		{"http://127.0.0.1/", "http://localhost:8080/", true},
		{"http://127.0.0.1/", "http://[::1]:8080/", true},
		{"http://localhost/", "http://10.0.0.1/", false},
		{"http://localhost/", "http://localhost.example/", false},
	} {
		from, to := httptest.NewRequest(http.MethodGet, c.from, nil), httptest.NewRequest(http.MethodGet, "http://a/", nil)
		to.URL, _ = url.Parse(c.to)
		if err := kept.Follow(to, []*http.Request{from}); (err == nil) != c.followed {
			t.Errorf("from %s to %s: %v", c.from, c.to, err)
		}
	}
}

// A server that says that nothing has changed is believed until the list should have been replaced; one that was not asked is not.
func TestTagsThatLie(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		s.maker.Renew(s.now.Add(90 * day))
		s.serves(sends(304, nil))
		k := s.replica()
		s.look(k, "status 304")
		if k.Ready() {
			t.Error("there is a list")
		}
		s.exec(`DELETE FROM reconciliations`)
		s.serves(func(w http.ResponseWriter, r *http.Request) { // the same tag for each list
			tagged(s.list(7, s.now.Add(3*day)), `"same"`)(w, r)
		})
		s.look(k, "number=7")
		lies := func(w http.ResponseWriter, r *http.Request) { tagged(s.list(8, s.now.Add(60*day)), `"same"`)(w, r) }
		s.serves(lies)
		s.later(27 * time.Hour)
		if s.look(k, ""); number(k) != 7 {
			t.Errorf("%+v", k.State())
		}
		s.later(4 * day)
		if s.look(k, "number=8"); number(k) != 8 {
			t.Errorf("a list is overdue, and not asked for: %+v", k.State())
		}
		for name, tag := range map[string]string{"too long": `"` + strings.Repeat("x", 2000) + `"`, "no text": "\"\xff\"", "": ""} {
			s.exec(`DELETE FROM reconciliations`)
			s.exec(`UPDATE authenticator_lists SET etag = ''`)
			s.serves(tagged(s.list(8, s.now.Add(60*day)), tag))
			s.look(k, "")
			s.requests()
			s.exec(`DELETE FROM reconciliations`)
			if s.look(k, ""); strings.Join(s.requests(), "") != "" {
				t.Errorf("a tag that is %s is sent back", name)
			}
		}
	})
}

// A server that does not answer, or never ends, is left after a time, and the claim is not lost meanwhile.
func TestSlow(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, s *site) {
		began := make(chan bool)
		s.serves(func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("x"))
			w.(http.Flusher).Flush()
			began <- true
			<-r.Context().Done()
		})
		ctx, stop := context.WithCancel(t.Context())
		done, k := make(chan bool), s.replica()
		go func() {
			k.Look(ctx, s.records)
			close(done)
		}()
		<-began
		s.look(s.replica(), "") // another replica does not fetch beside it
		if asked := s.requests(); len(asked) != 1 {
			t.Errorf("asked %d times", len(asked))
		}
		stop()
		<-done
		s.serves(tagged(s.list(7, s.now.Add(30*day)), `"seven"`))
		other := s.replica()
		if s.look(other, "number=7"); number(other) != 7 { // and goes on at once where the first was stopped
			t.Errorf("%+v", other.State())
		}
	})
}

// However slowly it answers, a server gets a minute, and less before it begins: a claim lasts two.
func TestSlowAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		begins string // what the server sends at once; then a byte every ten seconds, if anything
		wants  time.Duration
	}{
		"no answer":   {"", 30 * time.Second},
		"a slow body": {"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				err := kept.GetThrough(t.Context(), func() net.Conn {
					ours, theirs := net.Pipe()
					go func() {
						_, _ = theirs.Read(make([]byte, 4096)) // the request, before it is answered
						go io.Copy(io.Discard, theirs)
						drip(theirs, c.begins)
					}()
					return ours
				})
				if took := time.Since(began); err == nil || took != c.wants {
					t.Errorf("after %s: %v", took, err)
				}
				time.Sleep(time.Minute) // the server notices
			})
		})
	}
}

// drip sends a text, and more of it slowly until the other end is closed.
func drip(to net.Conn, text string) {
	if text == "" {
		return // and leaves it open
	}
	defer to.Close()
	for _, err := to.Write([]byte(text)); err == nil; _, err = to.Write([]byte("x")) {
		time.Sleep(10 * time.Second)
	}
}

// The database goes away while a list is fetched, and comes back.
func TestDatabaseGoesAway(t *testing.T) {
	t.Parallel()
	cluster := storetest.StartCluster(t)
	records, err := postgres.Open(t.Context(), cluster.DSN(), postgres.Options{Migrate: true})
	s := newSite(t, records, err)
	list := s.list(7, s.now.Add(30*day))
	s.serves(func(w http.ResponseWriter, r *http.Request) {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
		tagged(list, `"seven"`)(w, r)
	})
	k := s.replica()
	s.look(k, "store unavailable")
	if k.Ready() {
		t.Error("a list is used that was not stored")
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	s.serves(tagged(list, `"seven"`))
	s.later(3 * time.Minute) // the claim ends
	if s.look(k, "number=7"); number(k) != 7 || number(s.loaded()) != 7 {
		t.Errorf("%+v", k.State())
	}
}
