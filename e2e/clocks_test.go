package e2e_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// shiftedKratos is a proxy before Kratos' APIs that shifts all times in its responses, the Date header included, as if its
// clock were off.
type shiftedKratos struct{ shift atomic.Int64 }

var anyTime = regexp.MustCompile(`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"`)

// serve returns the address of a proxy before this port of Kratos.
func (s *shiftedKratos) serve(t *testing.T, port int) string {
	target := &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			by := time.Duration(s.shift.Load())
			date, err := http.ParseTime(r.Header.Get("Date"))
			if err != nil {
				return err
			}
			r.Header.Set("Date", date.Add(by).UTC().Format(http.TimeFormat))
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = anyTime.ReplaceAllFunc(body, func(text []byte) []byte {
				at, err := time.Parse(`"`+time.RFC3339Nano+`"`, string(text))
				if err != nil || at.IsZero() {
					return text
				}
				return []byte(at.Add(by).Format(`"` + time.RFC3339Nano + `"`))
			})
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Del("Content-Length")
			return nil
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}

// TestKratosClockOff: users who have just signed in at a Kratos whose clock is far ahead learn that signing in again does
// not help; they are not sent there again. Readiness and log name the difference, and with a right clock everything works.
func TestKratosClockOff(t *testing.T) {
	t.Parallel()
	shifted, public, admin := &shiftedKratos{}, freePort(t), freePort(t)
	s := startStack(t, demo.KratosOptions{PublicPort: public, AdminPort: admin}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_KRATOS_PUBLIC_URL=" + shifted.serve(t, public), "LATCHKEY_KRATOS_ADMIN_URL=" + shifted.serve(t, admin),
	}})
	user, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)

	shifted.shift.Store(int64(2 * time.Minute))
	for range 2 {
		person.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusInternalServerError, "clocks_differ")
		again := s.kratos.App()
		must(t, again.Login(t.Context(), user.Email, password))
		person = s.withToken(again)
	}
	var ready struct {
		Ahead float64 `json:"kratos_clock_offset_seconds"`
	}
	s.anyone().do(t, http.MethodGet, "/health/ready", nil).want(t, http.StatusOK, &ready)
	if ready.Ahead < 118 || ready.Ahead > 122 {
		t.Errorf("readiness says that Kratos is %g s ahead, want 120", ready.Ahead)
	}
	for _, line := range []string{`"the clocks of Kratos and Latchkey differ`, `"code":"clocks_differ"`} {
		if !strings.Contains(s.latchkey.Log(), line) {
			t.Errorf("the log lacks %s", line)
		}
	}

	shifted.shift.Store(0)
	person.register(t, a)
	shifted.shift.Store(int64(2 * time.Minute))
	said := person.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	if len(said.Ways) != 1 || said.Ways[0].Way != "passkey" {
		t.Errorf("ways %+v, want the passkey only", said.Ways)
	}
	person.stepUp(t, a)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
}
