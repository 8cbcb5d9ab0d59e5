package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/api"
	"latchkey/web"
)

// everything enables what has routes.
func everything(h *harness) {
	publishing(map[string][]string{rpID: {origin}})(h)
	withMetrics(h)
	pages := web.Config{BaseURL: baseURL, KratosURL: "http://localhost:4433", Console: true}
	h.config.Pages, h.config.Console = web.New(pages), web.NewConsole(pages)
	h.config.PublicConsole, h.config.BrowserFailures = true, true
	h.config.Hooks = api.Hooks{Key: "a key of at least thirty-two bytes"}
}

// listeners are the three handlers, with an admin key where one is needed.
func (h *harness) listeners() map[string]*caller {
	public, admin, metrics := h.app(), h.adminWith("read", "export", "revoke", "reset", "keys"), h.app()
	admin.handler, metrics.handler = h.admin, h.server.Metrics()
	for _, c := range []*caller{public, admin, metrics} {
		c.unchecked = true
	}
	return map[string]*caller{"public": public, "admin": admin, "metrics": metrics}
}

var routeParameter = regexp.MustCompile(`:[a-z_]+`)

// On every route of every listener: HEAD and OPTIONS where GET answers, 405 with Allow for what is left.
func TestMethodsOfEveryRoute(t *testing.T) {
	t.Parallel()
	h := newHarness(t, everything)
	known := []string{"GET", "HEAD", "POST", "PATCH", "DELETE"}
	for name, c := range h.listeners() {
		methods := map[string][]string{} // by path
		for _, route := range c.handler.(*echo.Echo).Routes() {
			methods[route.Path] = append(methods[route.Path], route.Method)
		}
		if len(methods) == 0 {
			t.Fatalf("%s has no routes", name)
		}
		for pattern, has := range methods {
			if strings.HasPrefix(pattern, "/v1/authz") { // any method; see authz_test.go
				continue
			}
			path := routeParameter.ReplaceAllString(pattern, uuid.NewString())
			onlySession := name == "public" && strings.HasPrefix(path, "/admin/v1/") // 401 hides its methods
			if got := c.send("OPTIONS", path, "", nil); !onlySession && (got.status != 204 || !allows(got, append(has[:len(has):len(has)], "OPTIONS"))) {
				t.Errorf("%s: OPTIONS %s: %d, Allow: %s, want %v", name, path, got.status, got.header.Get("Allow"), has)
			}
			if slices.Contains(has, "GET") {
				get, head := c.send("GET", path, "", nil), c.send("HEAD", path, "", nil)
				if get.status != head.status || get.header.Get("Content-Type") != head.header.Get("Content-Type") {
					t.Errorf("%s: GET %s: %d %v, HEAD: %d %v", name, path, get.status, get.header, head.status, head.header)
				}
			}
			for _, method := range append(known[:len(known):len(known)], "PUT", "TRACE", "CONNECT", "PROPFIND", "BREW") {
				if slices.Contains(has, method) {
					continue
				}
				got := c.send(method, path, "application/json", []byte(`{}`))
				switch {
				case onlySession && got.status != 401:
					t.Errorf("%s: %s %s without a session: %d", name, method, path, got.status)
				case onlySession:
				case got.status != 405 || !allows(got, append(has[:len(has):len(has)], "OPTIONS")):
					t.Errorf("%s: %s %s: %d, Allow: %s", name, method, path, got.status, got.header.Get("Allow"))
				case method != "HEAD" && got.object()["code"] != "method_not_allowed":
					t.Errorf("%s: %s %s: %s", name, method, path, got.body)
				}
			}
		}
		for _, method := range append(known[:len(known):len(known)], "OPTIONS", "PUT", "TRACE") {
			for _, path := range []string{"/nothing", "/v1/nothing", "/health", "/health/alive/", "/.well-known/nothing", "*"} {
				if got := c.send(method, path, "", nil); got.status != 404 || got.header.Get("Allow") != "" {
					t.Errorf("%s: %s %s: %d, Allow: %q", name, method, path, got.status, got.header.Get("Allow"))
				}
			}
		}
	}
}

func allows(a *answer, methods []string) bool {
	listed := strings.Split(a.header.Get("Allow"), ", ")
	slices.Sort(listed)
	return slices.Equal(listed, slices.Compact(slices.Sorted(slices.Values(methods))))
}

// Over the network, HEAD is GET without the body.
func TestHeadHasNoBody(t *testing.T) {
	h := newHarness(t, everything)
	server := httptest.NewServer(h.public)
	defer server.Close()
	for _, path := range []string{"/health/alive", "/health/ready", "/openapi.yaml", "/.well-known/webauthn", "/.well-known/jwks.json", "/login",
		"/sdk/latchkey.js", "/v1/session", "/nothing"} {
		var lengths []int64
		for _, method := range []string{"GET", "HEAD"} {
			request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil || method == "HEAD" && len(body) > 0 {
				t.Errorf("%s %s: %v, %d bytes", method, path, err, len(body))
			}
			if response.StatusCode < 400 {
				lengths = append(lengths, response.ContentLength)
			}
		}
		if len(lengths) == 2 && lengths[0] != lengths[1] && lengths[1] != -1 {
			t.Errorf("%s: the lengths are %v", path, lengths)
		}
	}
}

// An export by HEAD exports nothing, and records nothing.
func TestHeadOfAnExport(t *testing.T) {
	h := newHarness(t)
	h.person("ada@example.com").register(device()).want(201)
	before := h.dump()
	got := h.adminWith("export").with("Accept", "text/csv").send("HEAD", "/admin/v1/audit-events", "", nil).want(200)
	if len(got.body) > 0 || strings.Contains(strings.Replace(h.dump(), before, "", 1), "audit.exported") {
		t.Errorf("HEAD exports %d bytes", len(got.body))
	}
}

// What scanners look for is on every response: failures, redirects and unknown paths included.
func TestHeadersOfEveryResponse(t *testing.T) {
	t.Parallel()
	h := newHarness(t, everything, func(h *harness) { h.config.BaseURL, h.config.HSTS = "https://passkeys.example.com", true })
	for name, c := range h.listeners() {
		paths := []string{"/", "/nothing", "/v1/nothing"}
		for _, route := range c.handler.(*echo.Echo).Routes() {
			paths = append(paths, routeParameter.ReplaceAllString(route.Path, uuid.NewString()))
		}
		for _, path := range paths {
			for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST", "PUT"} {
				got := c.send(method, path, "application/json", []byte(`{`))
				policy := got.header.Get("Content-Security-Policy")
				if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "same-origin" ||
					got.header.Get("X-Frame-Options") != "DENY" || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
					t.Errorf("%s: %s %s: %d %v", name, method, path, got.status, got.header)
				}
				if hsts := got.header.Get("Strict-Transport-Security"); (hsts == "max-age=31536000") != (name == "public") {
					t.Errorf("%s: %s %s: Strict-Transport-Security: %q", name, method, path, hsts)
				}
			}
		}
	}
	for _, edit := range []func(*harness){
		func(h *harness) { h.config.BaseURL, h.config.HSTS = "https://passkeys.example.com", false },
		func(h *harness) { h.config.HSTS = true }, // http
	} {
		if got := newHarness(t, edit).app().get("/health/alive"); got.header.Get("Strict-Transport-Security") != "" {
			t.Errorf("HSTS: %v", got.header)
		}
	}
}

// A frame that is configured is not forbidden by a header of another place.
func TestConfiguredFrames(t *testing.T) {
	h := newHarness(t, func(h *harness) {
		h.config.Pages = web.New(web.Config{BaseURL: baseURL, KratosURL: "http://localhost:4433", FrameAncestors: []string{origin}})
	})
	c := h.app()
	c.unchecked = true
	if got := c.get("/login").want(200); got.header.Get("X-Frame-Options") != "" || !strings.HasSuffix(got.header.Get("Content-Security-Policy"), "frame-ancestors "+origin) {
		t.Errorf("%v", got.header)
	}
}
