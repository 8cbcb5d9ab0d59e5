package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

const (
	kratosSecret = "secret + 32 characters: % & = ü /"
	kratosAt     = "https://id.example.com/self-service/methods/oidc/callback/passkey"
	verifier     = "a-verifier-of-forty-three-characters-or-mor"
)

func authorizeQuery() url.Values {
	challenge := sha256.Sum256([]byte(verifier))
	return url.Values{
		"client_id": {"kratos client"}, "redirect_uri": {kratosAt}, "response_type": {"code"}, "scope": {"openid"},
		"state": {"the state"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])},
	}
}

// kratosItself is a caller with the client's secret.
func (h *harness) kratosItself() *caller {
	return h.app().with("Authorization", basic("kratos client", kratosSecret))
}

// interaction returns a browser that Kratos redirected to sign in, and the interaction in the address of the login
// page.
func (h *harness) interaction() (*caller, string) {
	h.t.Helper()
	browser := h.browser()
	to := browser.get("/oauth2/authorize?" + authorizeQuery().Encode()).want(http.StatusFound).header.Get("Location")
	parsed, err := url.Parse(to)
	if err != nil {
		h.t.Fatal(err)
	}
	return browser, parsed.Query().Get("interaction")
}

// code signs in with a passkey for Kratos, and takes the code out of the address to which the browser is redirected.
func (h *harness) code(d *webauthntest.Authenticator) string {
	h.t.Helper()
	browser, interaction := h.interaction()
	b := browser.begin("login", object{"interaction": interaction})
	return codeIn(h.t, browser.finish("login", b, browser.getWith(d, b)).want(200))
}

func codeIn(t testing.TB, finished *answer) string {
	t.Helper()
	parsed, err := url.Parse(finished.object()["redirect_to"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Query().Get("code")
}

func tokenForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {kratosAt}, "code_verifier": {verifier}}
}

func (c *caller) form(path string, form url.Values) *answer {
	c.t.Helper()
	return c.send("POST", path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// basic is client authentication by RFC 6749 §2.3.1, which encodes both parts first.
func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
}

func (a *answer) wantOAuth(status int, code string) {
	a.t.Helper()
	a.want(status)
	if got := a.object(); got["error"] != code || got["error_description"] == "" {
		a.t.Errorf("got %v, want %s", got, code)
	}
}

func TestTokenEndpoint(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	good := basic("kratos client", kratosSecret)
	posted := func(id, secret string) url.Values {
		form := tokenForm(h.code(phone))
		form.Set("client_id", id)
		form.Set("client_secret", secret)
		return form
	}
	add := func(name, value string) url.Values {
		form := tokenForm(h.code(phone))
		form.Add(name, value)
		return form
	}
	for name, test := range map[string]struct {
		authorization string
		form          url.Values
		status        int
		code          string
	}{
		"basic":                      {good, tokenForm(h.code(phone)), 200, ""},
		"basic, and client_id":       {good, add("client_id", "kratos client"), 200, ""},
		"post":                       {"", posted("kratos client", kratosSecret), 200, ""},
		"both":                       {good, posted("kratos client", kratosSecret), 400, "invalid_request"},
		"basic with a wrong secret":  {basic("kratos client", kratosSecret+"x"), tokenForm(h.code(phone)), 401, "invalid_client"},
		"basic with a wrong client":  {basic("kratos", kratosSecret), tokenForm(h.code(phone)), 401, "invalid_client"},
		"basic that is not encoded":  {"Basic " + base64.StdEncoding.EncodeToString([]byte("kratos client:%zz")), tokenForm(h.code(phone)), 400, "invalid_request"},
		"bearer":                     {"Bearer " + kratosSecret, tokenForm(h.code(phone)), 401, "invalid_client"},
		"post with a wrong secret":   {"", posted("kratos client", "wrong"), 401, "invalid_client"},
		"nobody":                     {"", tokenForm(h.code(phone)), 401, "invalid_client"},
		"code twice":                 {good, add("code", "x"), 400, "invalid_request"},
		"unknown parameter twice":    {good, url.Values{"x": {"1", "2"}}, 400, "invalid_request"},
		"another grant":              {good, url.Values{"grant_type": {"client_credentials"}}, 400, "unsupported_grant_type"},
		"no code":                    {good, tokenForm(""), 400, "invalid_grant"},
		"two client IDs in the form": {"", func() url.Values { f := posted("kratos client", kratosSecret); f.Add("client_id", "x"); return f }(), 400, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			c := h.app().with("Authorization", test.authorization)
			c.t = t
			answer := c.form("/oauth2/token", test.form)
			if got := answer.header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q", got)
			}
			if test.code != "" {
				answer.wantOAuth(test.status, test.code)
				if got := answer.header.Get("WWW-Authenticate"); (got != "") != (test.status == 401) {
					t.Errorf("WWW-Authenticate %q with %d", got, test.status)
				}
				return
			}
			if got := answer.want(200).object(); got["id_token"] == "" || got["token_type"] != "Bearer" {
				t.Errorf("got %v, want id_token set, token_type Bearer", got)
			}
		})
	}
	if strings.Contains(h.log.String(), "32 characters") {
		t.Error("the secret is in the log")
	}
}

func TestTokenEndpointTakesFormsOnly(t *testing.T) {
	h := newHarness(t, minting)
	c := h.app().with("Authorization", basic("kratos client", kratosSecret))
	phone := device()
	h.person("ada@example.com").register(phone).want(201)
	form := tokenForm(h.code(phone))
	c.send("POST", "/oauth2/token", "application/json", []byte(`{}`)).wantOAuth(400, "invalid_request")
	c.send("POST", "/oauth2/token", "", []byte(form.Encode())).wantOAuth(400, "invalid_request")
	c.send("POST", "/oauth2/token", "application/x-www-form-urlencoded", []byte("code=%zz")).wantOAuth(400, "invalid_request")
	c.send("POST", "/oauth2/token", "application/x-www-form-urlencoded", []byte("code="+strings.Repeat("x", 70<<10))).wantCode(413, "payload_too_large")
	c.get("/oauth2/token?"+form.Encode()).wantCode(405, "method_not_allowed")
	// A query is not a form, and appears in the logs of proxies.
	c.send("POST", "/oauth2/token?"+form.Encode(), "application/x-www-form-urlencoded", nil).wantOAuth(400, "unsupported_grant_type")
	c.send("POST", "/oauth2/token", "Application/X-WWW-Form-Urlencoded; charset=UTF-8", []byte(form.Encode())).want(200)
}

// Kratos presents any code that a browser brings to its callback, so refused codes must not fill the append-only log.
func TestFloodOfRefusedCodes(t *testing.T) {
	h := newHarness(t, minting)
	c := h.app().with("Authorization", basic("kratos client", kratosSecret))
	for range 200 {
		c.form("/oauth2/token", tokenForm("made-up")).wantOAuth(400, "invalid_grant")
	}
	if n := h.recordedOf("oidc.code_refused"); n != 30 {
		t.Errorf("%d rows of 200 refused codes, want 30", n)
	}
	if err := h.service.Audit.RecordSuppressed(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	got := h.suppressed()
	if len(got) != 1 || got[0].Type != "oidc.code_refused" || got[0].Count != 170 {
		t.Errorf("got %v, want 1 entry, Type oidc.code_refused, Count 170", got)
	}
}

func TestCodeReuseOverHTTP(t *testing.T) {
	h := newHarness(t, minting)
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	c := h.app().with("Authorization", basic("kratos client", kratosSecret))
	form := tokenForm(h.code(phone))

	h.store.goDown(true)
	c.form("/oauth2/token", form).wantCode(503, "store_unavailable")
	h.store.goDown(false)
	c.form("/oauth2/token", form).want(200)
	c.form("/oauth2/token", form).wantOAuth(400, "invalid_grant")
	admin := h.adminWith("read")
	for kind, whose := range map[string]any{"oidc.code_redeemed": ada.id.String(), "oidc.code_refused": nil} {
		events := admin.get("/admin/v1/audit-events?event_type=" + kind).want(200).object()["events"].([]any)
		if len(events) != 1 || events[0].(object)["identity_id"] != whose {
			t.Errorf("%s: got %v, want one of identity %v", kind, events, whose)
		}
	}
	// Without the client's secret there is nothing to record.
	h.app().form("/oauth2/token", form).wantOAuth(401, "invalid_client")
	if n := len(admin.get("/admin/v1/audit-events?event_type=oidc.code_refused").want(200).object()["events"].([]any)); n != 1 {
		t.Errorf("%d refusals are recorded", n)
	}
	if strings.Contains(h.log.String(), form.Get("code")) {
		t.Error("the code is in the log")
	}
}

func TestWithoutKratosLoginThereIsNoClient(t *testing.T) {
	h := newHarness(t)
	h.app().form("/oauth2/token", tokenForm("x")).wantOAuth(401, "invalid_client")
	h.browser().get("/oauth2/authorize?"+authorizeQuery().Encode()).wantCode(400, "invalid_request")
}

// A browser that Kratos redirects goes to the login page with its request sealed, and may return without a login.
func TestAuthorizeAndDeny(t *testing.T) {
	h := newHarness(t, minting)
	browser := h.browser()
	to := browser.get("/oauth2/authorize?" + authorizeQuery().Encode()).want(http.StatusFound).header.Get("Location")
	page, rest, _ := strings.Cut(to, "?")
	if page != baseURL+"/login" || !strings.HasPrefix(rest, "interaction=") || strings.Contains(to, "state") {
		t.Fatalf("got %s, want %s/login?interaction=…, without the state", to, baseURL)
	}
	h.browser().get("/oauth2/deny?"+rest).wantCode(400, "ceremony_invalid")
	back, err := url.Parse(browser.get("/oauth2/deny?" + rest).want(http.StatusFound).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if query := back.Query(); query.Get("error") != "access_denied" || query.Get("state") != "the state" {
		t.Errorf("got %s, want error access_denied, state 'the state'", back)
	}
	// Kratos redirects. A form, which OpenID Connect also has, comes from another site, without the browser's cookies.
	browser.form("/oauth2/authorize", authorizeQuery()).wantCode(405, "method_not_allowed")
	browser.with("Origin", "https://evil.example").form("/oauth2/authorize", authorizeQuery()).wantCode(405, "method_not_allowed")
	query := authorizeQuery()
	query.Set("prompt", "none")
	refused := browser.get("/oauth2/authorize?" + query.Encode()).want(http.StatusFound).header.Get("Location")
	if !strings.HasPrefix(refused, kratosAt+"?") || !strings.Contains(refused, "error=login_required") {
		t.Errorf("got %s, want %s?error=login_required", refused, kratosAt)
	}
	query.Set("redirect_uri", "https://evil.example/")
	if got := browser.get("/oauth2/authorize?"+query.Encode()).wantCode(400, "invalid_request").header.Get("Location"); got != "" {
		t.Errorf("an unknown address is sent to: %s", got)
	}
}

func TestDiscoveryAndKeys(t *testing.T) {
	h := newHarness(t, minting)
	document := h.app().get("/.well-known/openid-configuration").want(200).object()
	keys := h.app().get(strings.TrimPrefix(document["jwks_uri"].(string), baseURL)).want(200)
	set := keys.object()["keys"].([]any)
	if document["issuer"] != baseURL || len(set) != 1 || keys.header.Get("Content-Type") != "application/jwk-set+json" {
		t.Errorf("got %v and %s, want issuer %s and one key, as application/jwk-set+json", document, keys.body, baseURL)
	}
	for _, private := range []string{`"d"`, "private"} {
		if strings.Contains(string(keys.body), private) {
			t.Errorf("%s is published", private)
		}
	}
}
