package e2e_test

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// BenchmarkMint measures a whole login, begin and finish, without a session and with one from a real Kratos.
func BenchmarkMint(b *testing.B) {
	s := startStack(b, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{})
	_, person := s.app(b)
	a := webauthntest.New(s.latchkey.PublicURL)
	person.register(b, a)
	for _, kind := range []string{"none", "token", "cookie"} {
		b.Run(kind, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				var begin begun
				s.anyone().do(b, http.MethodPost, "/v1/login/begin", map[string]string{"session": kind}).want(b, http.StatusOK, &begin)
				s.anyone().finish(b, "login", begin.signed(b, a)).want(b, http.StatusOK, nil)
				took = append(took, time.Since(start))
			}
			percentiles(b, took)
		})
	}
}

// BenchmarkAuthz is what a proxy waits for, with and without kratos.session_cache.
func BenchmarkAuthz(b *testing.B) {
	for _, cache := range []string{"0s", "5s"} {
		b.Run("cache="+cache, func(b *testing.B) {
			s := startStack(b, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_KRATOS_SESSION_CACHE=" + cache}})
			user, _ := s.app(b)
			proxy := &http.Client{Timeout: patience}
			req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.latchkey.PublicURL+"/v1/authz", nil)
			must(b, err)
			req.Header.Set("X-Session-Token", user.Token())
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				resp, err := proxy.Do(req)
				must(b, err)
				_, err = io.Copy(io.Discard, resp.Body)
				must(b, err)
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status)
				}
				took = append(took, time.Since(start))
			}
			percentiles(b, took)
			b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "answers/s")
		})
	}
}

func percentiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	for name, share := range map[string]int{"p50-ms": 50, "p99-ms": 99} {
		b.ReportMetric(float64(took[(len(took)-1)*share/100].Microseconds())/1000, name)
	}
}
