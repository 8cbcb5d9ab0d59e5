package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"
)

// patience bounds every wait of these tests; what takes so long is broken.
const patience = 40 * time.Second

// caller is a client of one of Latchkey's APIs, with the headers of each request.
type caller struct {
	base   string
	header http.Header
}

// Each call has a connection of its own, because servers are killed and started between them.
var calls = &http.Client{
	Timeout:       patience,
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// keptAlive keeps its connections, for many calls to a server that runs throughout.
var keptAlive = &http.Client{Timeout: patience, CheckRedirect: calls.CheckRedirect}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// send sends body as JSON (nil: none).
func (c caller) send(ctx context.Context, method, path string, body any) (answer, error) {
	return c.sendBy(ctx, calls, method, path, body)
}

func (c caller) sendBy(ctx context.Context, client *http.Client, method, path string, body any) (answer, error) {
	var payload []byte
	if body != nil {
		var err error
		if payload, err = json.Marshal(body); err != nil {
			return answer{}, err
		}
		rememberBody(payload)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(payload))
	if err != nil {
		return answer{}, err
	}
	for name, values := range c.header {
		req.Header[name] = values
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	rememberBody(text)
	for _, cookie := range resp.Cookies() {
		remember("cookie", cookie.Value)
	}
	return answer{resp.StatusCode, resp.Header, text}, err
}

func (c caller) do(t testing.TB, method, path string, body any) answer {
	t.Helper()
	got, err := c.send(t.Context(), method, path, body)
	must(t, err)
	return got
}

// want fails the test on another status, and decodes the body into what into points to, unless it is nil.
func (a answer) want(t testing.TB, status int, into any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("got %d, want %d: %s", a.status, status, a.body)
	}
	if into != nil {
		must(t, json.Unmarshal(a.body, into))
	}
}

// problem is what these tests read of a problem document.
type problem struct {
	Code     string            `json:"code"`
	Reason   string            `json:"reason"`
	Hint     string            `json:"hint"`
	Expected []string          `json:"expected"`
	Received string            `json:"received"`
	Ways     []way             `json:"ways"`
	Signal   []json.RawMessage `json:"signal"`
}

type way struct {
	Way string `json:"way"`
	URL string `json:"url"`
}

// refused fails the test unless the answer is that problem.
func (a answer) refused(t testing.TB, status int, code string) problem {
	t.Helper()
	var said problem
	if a.status != status || json.Unmarshal(a.body, &said) != nil || said.Code != code {
		t.Fatalf("got %d, want %d %s: %s", a.status, status, code, a.body)
	}
	if kind := a.header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("a problem of type %q", kind)
	}
	return said
}

// rejected is refused for a passkey that was not accepted, for that reason.
func (a answer) rejected(t testing.TB, reason string) problem {
	t.Helper()
	said := a.refused(t, http.StatusBadRequest, "passkey_rejected")
	if said.Reason != reason {
		t.Fatalf("rejected because of %s, want %s", said.Reason, reason)
	}
	return said
}

// eventually repeats a check until it succeeds.
func eventually(t testing.TB, what string, yes func() bool) {
	t.Helper()
	eventuallyWithin(t, patience, what, yes)
}

func eventuallyWithin(t testing.TB, patience time.Duration, what string, yes func() bool) {
	t.Helper()
	if !inTime(patience, yes) {
		t.Fatalf("waited %s in vain: %s", patience, what)
	}
}

// inTime asks at once, then less and less often: each look at a page costs the browser time that other tests need.
func inTime(patience time.Duration, yes func() bool) bool {
	const seldom = 100 * time.Millisecond
	deadline := time.Now().Add(patience)
	for wait := 20 * time.Millisecond; !yes(); wait = min(wait*3/2, seldom) {
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(wait)
	}
	return true
}
