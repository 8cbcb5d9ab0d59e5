package api_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

const shop = "https://example.net" // a related origin, on another site

// shopPage is a page of the related origin, with the verifier of one login. Its browser keeps no Strict cookie for it.
type shopPage struct {
	*caller
	verifier string
}

func (h *harness) shopPage() shopPage {
	c := h.caller(h.public).with("Origin", shop).with("Sec-Fetch-Site", "cross-site")
	return shopPage{c, rand.Text() + rand.Text()}
}

func (p shopPage) post(path string, body any) *answer {
	p.t.Helper()
	defer clear(p.cookies)
	return p.caller.post(path, body)
}

func (p shopPage) beginLogin(wish object) *answer {
	p.t.Helper()
	hash := sha256.Sum256([]byte(p.verifier))
	wish = maps.Clone(wish)
	wish["binding"] = base64.RawURLEncoding.EncodeToString(hash[:])
	return p.post("/v1/login/begin", wish)
}

func (p shopPage) begins(wish object) begun {
	p.t.Helper()
	return decode[begun](p.t, p.beginLogin(wish).want(200).body)
}

// finishLogin finishes a login as a caller with some verifier; "": with none.
func finishLogin(c *caller, b begun, credential []byte, verifier string) *answer {
	c.t.Helper()
	body := object{"ceremony": b.Ceremony, "credential": jsonRaw(credential)}
	if verifier != "" {
		body["verifier"] = verifier
	}
	return c.post("/v1/login/finish", body)
}

func atShop(a *webauthntest.Authenticator) { a.Origin = shop }

// A user signs in on another site and uses the API there, with a token in place of the cookie.
func TestSignInOnAnotherSite(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, func(h *harness) { h.config.DefaultSession = "cookie" })
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	phone.Origin = shop
	for _, wish := range []object{{"session": "token"}, {}} { // no cookie can be set there, so the default is a token, too
		page := h.shopPage()
		b := page.begins(wish)
		got := finishLogin(page.caller, b, page.getWith(phone, b), page.verifier).want(200)
		session, _ := got.object()["session"].(object)
		if session["kind"] != "token" || session["token"] == "" || got.header.Get("Set-Cookie") != "" {
			t.Fatalf("got %v and cookie %q, want a token only", session, got.header.Get("Set-Cookie"))
		}
		signedIn := page.with("X-Session-Token", session["token"].(string))
		signedIn.get("/v1/session").want(200)
		signedIn.get("/v1/passkeys").want(200)
		signedIn.stepUp(phone).want(200)
		signedIn.register(device(atShop)).want(201)
	}
	// Without a Kratos session, a proof tells the page's own server who it is.
	page := h.shopPage()
	b := page.begins(object{"session": "none"})
	if got := finishLogin(page.caller, b, page.getWith(phone, b), page.verifier).want(200).object(); got["session"] != nil {
		t.Errorf("got session %v, want none", got["session"])
	}
}

// Only the page that holds the verifier can finish, and only on its own origin: neither an attacker who has the whole
// ceremony, nor the page with a ceremony of the attacker.
func TestLoginOnAnotherSiteIsBoundToItsPage(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, func(h *harness) {
		h.rules.RPs[0].RelatedOrigins = append(h.rules.RPs[0].RelatedOrigins, "https://example.org")
		h.config.Origins = append(h.config.Origins, "https://example.org")
	})
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	phone.Origin = shop
	page, attacker := h.shopPage(), h.shopPage()
	b := page.begins(object{"session": "token"})
	credential := page.getWith(phone, b)
	theirs := attacker.begins(object{"session": "token"})
	before := h.dump()
	for name, refused := range map[string]*answer{
		"without a verifier":        finishLogin(page.caller, b, credential, ""),
		"another page's verifier":   finishLogin(page.caller, b, credential, attacker.verifier),
		"the attacker's ceremony":   finishLogin(page.caller, theirs, page.getWith(phone, theirs), page.verifier),
		"another related origin":    finishLogin(page.with("Origin", "https://example.org"), b, credential, page.verifier),
		"a page of our own site":    finishLogin(h.browser(), b, credential, page.verifier),
		"the origin on our site":    finishLogin(page.with("Sec-Fetch-Site", "same-site"), b, credential, page.verifier),
		"an app":                    finishLogin(h.app(), b, credential, page.verifier),
		"an app with the origin":    finishLogin(h.app().with("Origin", shop), b, credential, page.verifier),
		"the verifier as a cookie":  finishLogin(cookied(h.browser(), page.verifier), b, credential, ""),
		"a same-site login's nonce": finishLogin(h.browser(), h.browser().begin("login", object{}), credential, page.verifier),
	} {
		if refused.status != 400 || refused.object()["code"] != "ceremony_invalid" {
			t.Errorf("%s: got %d %s, want 400 ceremony_invalid", name, refused.status, refused.body)
		}
	}
	finishLogin(page.with("Origin", "https://evil.example"), b, credential, page.verifier).wantCode(403, "forbidden_origin")
	without := h.replica(func(h *harness) { h.rules.RPs[0].RelatedOrigins = nil })
	finishLogin(page.at(without), b, credential, page.verifier).wantCode(400, "ceremony_invalid")
	if h.dump() != before {
		t.Error("a refusal has written something")
	}
	finishLogin(page.caller, b, credential, page.verifier).want(200)
	finishLogin(page.caller, b, credential, page.verifier).wantCode(409, "ceremony_spent")
}

func cookied(c *caller, nonce string) *caller {
	c.cookies["latchkey_browser"] = nonce[:26]
	return c
}

// What a page on another site may ask for; and on our own site a binding changes nothing.
func TestBeginLoginOnAnotherSite(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	page := h.shopPage()
	page.post("/v1/login/begin", object{}).wantField("binding")
	page.post("/v1/login/begin", object{"binding": "short"}).wantField("binding")
	page.beginLogin(object{"session": "cookie"}).wantField("session")
	page.beginLogin(object{"session": "other"}).wantField("session")
	elsewhere := page
	elsewhere.caller = page.with("Origin", "https://evil.example")
	elsewhere.beginLogin(object{}).wantCode(403, "forbidden_origin")
	for name, c := range map[string]*caller{
		"our own page":           h.browser(),
		"related, on our site":   page.with("Sec-Fetch-Site", "same-site"),
		"not related":            h.browser().with("Sec-Fetch-Site", "cross-site"),
		"a browser without site": page.with("Sec-Fetch-Site", ""),
	} {
		t.Log(name)
		own := shopPage{c, page.verifier}
		own.beginLogin(object{"session": "token"}).wantField("session")
		if set := own.beginLogin(object{}).want(200).header.Get("Set-Cookie"); set == "" {
			t.Errorf("%s: no cookie binds the login", name)
		}
	}
	ada, phone := h.person("ada@example.com"), device()
	ada.register(phone).want(201)
	own := shopPage{h.browser(), page.verifier}
	b := own.begins(object{}) // drops the cookie
	finishLogin(own.caller, b, own.getWith(phone, b), page.verifier).wantCode(400, "ceremony_invalid")
}
