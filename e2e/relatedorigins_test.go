package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// The installation moves from one domain to another. Passkeys of the first keep working on its own pages and, because
// it lists the second as related, on those of the second.
const (
	oldHome, newHome = "https://harbour.test", "https://haven.test"
	oldRP, newRP     = "harbour.test", "haven.test"
	partner          = "https://partner.test" // another site, with pages of its own only
	stranger         = "https://stranger.test"
)

// ceremony runs a whole one by raw calls to the page's own host. status 0 means that the browser refused, by that name.
const ceremony = `(async (kind, wish, token) => {
  const post = async (path, body) => {
    const headers = {'Content-Type': 'application/json', ...(token ? {'X-Session-Token': token} : {})};
    const answer = await fetch('/v1/' + kind + '/' + path, {method: 'POST', headers, body: JSON.stringify(body)});
    return {status: answer.status, body: await answer.json()};
  };
  const begun = await post('begin', wish);
  if (begun.status !== 200) return begun;
  try {
    const publicKey = begun.body.publicKey, credentials = navigator.credentials, mediation = begun.body.mediation;
    const credential = kind === 'registration'
      ? await credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey), ...(mediation ? {mediation} : {})})
      : await credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey)});
    return await post('finish', {ceremony: begun.body.ceremony, credential: credential.toJSON()});
  } catch (refusal) { return {status: 0, body: {code: refusal.name}} }
})`

// held is the passkey in the response of a ceremony, or the reason why there is none.
type held struct {
	Status int `json:"status"`
	Body   struct {
		RPID    string `json:"rp_id"` // of a registration
		Passkey struct {
			RPID string `json:"rp_id"`
		} `json:"passkey"` // of a login
		Code   string `json:"code"`
		Field  string `json:"field"`
		Reason string `json:"reason"`
	} `json:"body"`
}

func (tb *tab) run(kind string, wish map[string]any, token string) held {
	tb.t.Helper()
	text, err := json.Marshal(wish)
	must(tb.t, err)
	return evaluate[held](tb, fmt.Sprintf("%s(%q, %s, %q)", ceremony, kind, text, token))
}

// frontDoor terminates TLS in front of Latchkey, for all host names, and has an empty page on each. The browser
// accepts its certificate by its key.
func frontDoor(t *testing.T, latchkey string) context.Context {
	t.Helper()
	target, err := url.Parse(latchkey)
	must(t, err)
	mux := http.NewServeMux()
	mux.Handle("/", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // names the RP ID whose related origins are requested
	}})
	mux.HandleFunc("/blank", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><title>blank</title>`)
	})
	door := httptest.NewTLSServer(mux)
	t.Cleanup(door.Close)
	key := sha256.Sum256(door.Certificate().RawSubjectPublicKeyInfo)
	rules := ""
	for _, host := range []string{oldRP, newRP, "partner.test", "stranger.test"} {
		rules += fmt.Sprintf("MAP %s:443 %s,", host, door.Listener.Addr())
	}
	browser, stop, err := launchBrowser(chromedp.Flag("host-resolver-rules", rules),
		chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(key[:])))
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(browser, patience)
		defer cancel()
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
		stop()
	})
	return browser
}

func TestRelatedOrigins(t *testing.T) {
	t.Parallel()
	rps, err := json.Marshal([]map[string]any{
		{"id": newRP, "name": "Haven", "origins": []string{newHome}},
		{"id": oldRP, "name": "Harbour", "origins": []string{oldHome}, "related_origins": []string{newHome, partner}, "app_id": u2fAppID},
	})
	must(t, err)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_KRATOS_LOGIN_DEFAULT_SESSION=cookie", "LATCHKEY_WEBAUTHN_RP=" + string(rps),
	}})
	user, ada := s.app(t)
	token := user.Token()
	tb := newTabIn(t, frontDoor(t, s.latchkey.PublicURL))
	none := map[string]any{}

	// Before the move.
	tb.open(oldHome + "/blank")
	if got := tb.run("registration", none, token); got.Status != http.StatusCreated || got.Body.RPID != oldRP {
		t.Fatalf("registration at the old domain: %+v", got)
	}
	// At the new domain the old passkey is listed, and can step up: there is no other.
	tb.open(newHome + "/blank")
	if got := tb.run("login", map[string]any{"rp_id": oldRP}, ""); got.Status != http.StatusOK || got.Body.Passkey.RPID != oldRP {
		t.Errorf("the old passkey at the new domain: %+v", got)
	}
	tb.open(newHome + "/login")
	tb.press("Sign in with a passkey")
	tb.see("Use a passkey of " + oldRP)
	tb.portraits("old")
	tb.press("Use a passkey of " + oldRP)
	tb.at(s.latchkey.PublicURL + "/passkeys") // where this installation has its pages
	tb.forgiven()                             // the session is for the other host
	tb.open(newHome + "/blank")
	if got := tb.run("registration", none, token); got.Status != http.StatusForbidden || got.Body.Code != "step_up_required" {
		t.Errorf("a second passkey without a step-up: %+v", got)
	}
	if got := tb.run("step-up", none, token); got.Status != http.StatusOK {
		t.Errorf("step-up by the old passkey at the new domain: %+v", got)
	}
	// New passkeys belong to the new domain, and sign in there.
	if got := tb.run("registration", none, token); got.Status != http.StatusCreated || got.Body.RPID != newRP {
		t.Errorf("registration at the new domain: %+v", got)
	}
	if got := tb.run("login", none, ""); got.Status != http.StatusOK || got.Body.Passkey.RPID != newRP {
		t.Errorf("login at the new domain: %+v", got)
	}
	testStepUpByOldDomain(t, tb, token)

	// The old domain works as before. It is not related to the new one.
	tb.open(oldHome + "/blank")
	if got := tb.run("login", none, ""); got.Status != http.StatusOK || got.Body.Passkey.RPID != oldRP {
		t.Errorf("login at the old domain: %+v", got)
	}
	if got := tb.run("login", map[string]any{"rp_id": newRP}, ""); got.Status != http.StatusBadRequest || got.Body.Field != "rp_id" {
		t.Errorf("the new RP ID at the old domain: %+v", got)
	}

	testSignInOnAnotherSite(t, s, tb)

	// An unlisted page gets no options from Latchkey, and with options from elsewhere the browser refuses.
	tb.open(stranger + "/blank")
	if got := tb.run("login", none, ""); got.Status != http.StatusForbidden || got.Body.Code != "forbidden_origin" {
		t.Errorf("login at a stranger's page: %+v", got)
	}
	var b begun
	s.anyone().do(t, http.MethodPost, "/v1/login/begin", map[string]string{"rp_id": oldRP}).want(t, http.StatusOK, &b)
	refused := evaluate[string](tb, fmt.Sprintf(`navigator.credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(%s)})
		.then(() => 'signed', (refusal) => refusal.name)`, b.PublicKey))
	if refused != "SecurityError" {
		t.Errorf("the browser at a stranger's page says %s", refused)
	}
	if held := ada.passkeys(t); len(held) != 2 {
		t.Errorf("there are %+v", held)
	}
	testAppID(t, s, tb)
}
