package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// caller is a client of one listener. It keeps cookies as a browser does, and checks every response against the
// contract.
type caller struct {
	t       testing.TB
	handler http.Handler
	header  http.Header
	cookies map[string]string
	remote  string
	// unchecked disables the contract check: benchmarks measure the service.
	unchecked bool
}

func (h *harness) caller(handler http.Handler) *caller {
	return &caller{t: h.t, handler: handler, header: http.Header{}, cookies: map[string]string{}, remote: "192.0.2.7:40000"}
}

// browser is a page at origin; app is a native app, which sends no origin.
func (h *harness) browser() *caller {
	c := h.caller(h.public)
	c.header.Set("Origin", origin)
	c.header.Set("Sec-Fetch-Site", "same-site")
	return c
}

func (h *harness) app() *caller { return h.caller(h.public) }

// at returns the same client for another replica.
func (c *caller) at(h *harness) *caller {
	other := *c
	other.handler = h.public
	return &other
}

// with returns the same client with one header set; "" removes it.
func (c *caller) with(name, value string) *caller {
	other := *c
	other.header, other.cookies = c.header.Clone(), maps.Clone(c.cookies)
	other.header.Del(name)
	if value != "" {
		other.header.Set(name, value)
	}
	return &other
}

// answer is a complete response.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// send sends a body unchanged.
func (c *caller) send(method, path, contentType string, body []byte) *answer {
	c.t.Helper()
	return c.sends(method, path, contentType, bytes.NewReader(body))
}

// sends is send for a body whose length may be undeclared.
func (c *caller) sends(method, path, contentType string, body io.Reader) *answer {
	c.t.Helper()
	r := httptest.NewRequest(method, path, body)
	r.RemoteAddr = c.remote
	maps.Copy(r.Header, c.header.Clone())
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	c.handler.ServeHTTP(recorder, r)
	response := recorder.Result()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		c.cookies[cookie.Name] = cookie.Value
	}
	a := &answer{c.t, response.StatusCode, response.Header, read}
	if !c.unchecked {
		checkContract(c.t, r, a)
	}
	return a
}

func (c *caller) get(path string) *answer    { c.t.Helper(); return c.send("GET", path, "", nil) }
func (c *caller) delete(path string) *answer { c.t.Helper(); return c.send("DELETE", path, "", nil) }

func (c *caller) post(path string, body any) *answer {
	c.t.Helper()
	return c.send("POST", path, "application/json", encode(c.t, body))
}

func (c *caller) patch(path string, body any) *answer {
	c.t.Helper()
	return c.send("PATCH", path, "application/json", encode(c.t, body))
}

func encode(t testing.TB, value any) []byte {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

type jsonRaw = json.RawMessage

// object is a JSON object, in a request or a response.
type object = map[string]any

// want fails the test unless the response has that status.
func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("got %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// wantCode fails the test unless the response is the problem document with that code.
func (a *answer) wantCode(status int, code string) *answer {
	a.t.Helper()
	a.want(status)
	if got := a.object()["code"]; got != code {
		a.t.Fatalf("got code %v, want %s: %s", got, code, a.body)
	}
	return a
}

// wantReason fails the test unless the passkey was rejected for that reason.
func (a *answer) wantReason(reason string) *answer {
	a.t.Helper()
	a.wantCode(400, "passkey_rejected")
	if got := a.object()["reason"]; got != reason {
		a.t.Fatalf("got reason %v, want %s: %s", got, reason, a.body)
	}
	return a
}

func (a *answer) wantField(field string) *answer {
	a.t.Helper()
	a.wantCode(400, "invalid_request")
	if got := a.object()["field"]; got != field {
		a.t.Fatalf("got field %v, want %s: %s", got, field, a.body)
	}
	return a
}

func (a *answer) object() object {
	a.t.Helper()
	return decode[object](a.t, a.body)
}

func (a *answer) id() uuid.UUID {
	a.t.Helper()
	return uuid.MustParse(a.object()["id"].(string))
}

// begun is the response of a begin.
type begun struct {
	Ceremony  string          `json:"ceremony"`
	ExpiresAt time.Time       `json:"expires_at"`
	PublicKey json.RawMessage `json:"publicKey"`
	Mediation string          `json:"mediation"`
}

func (c *caller) begin(kind string, wish object) begun {
	c.t.Helper()
	return decode[begun](c.t, c.post("/v1/"+kind+"/begin", wish).want(200).body)
}

// finish sends the response of an authenticator.
func (c *caller) finish(kind string, b begun, credential []byte) *answer {
	c.t.Helper()
	return c.post("/v1/"+kind+"/finish", object{"ceremony": b.Ceremony, "credential": json.RawMessage(credential)})
}

func (c *caller) create(d *webauthntest.Authenticator, b begun) []byte {
	c.t.Helper()
	credential, err := d.Create(b.PublicKey)
	if err != nil {
		c.t.Fatal(err)
	}
	return credential
}

func (c *caller) getWith(d *webauthntest.Authenticator, b begun) []byte {
	c.t.Helper()
	credential, err := d.Get(b.PublicKey)
	if err != nil {
		c.t.Fatal(err)
	}
	return credential
}

// register, login and stepUp run a whole ceremony and return the response of its finish.
func (c *caller) register(d *webauthntest.Authenticator) *answer {
	c.t.Helper()
	b := c.begin("registration", object{})
	return c.finish("registration", b, c.create(d, b))
}

func (c *caller) login(d *webauthntest.Authenticator) *answer {
	c.t.Helper()
	b := c.begin("login", object{})
	return c.finish("login", b, c.getWith(d, b))
}

func (c *caller) stepUp(d *webauthntest.Authenticator) *answer {
	c.t.Helper()
	b := c.begin("step-up", object{})
	return c.finish("step-up", b, c.getWith(d, b))
}

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
