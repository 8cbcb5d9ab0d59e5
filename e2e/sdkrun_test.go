package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// refusal is what a page sees of a LatchkeyError.
type refusal struct {
	Name      string            `json:"name"`
	Code      string            `json:"code"`
	Message   string            `json:"message"`
	Hint      string            `json:"hint"`
	Status    int               `json:"status"`
	RequestID string            `json:"requestId"`
	Reason    string            `json:"reason"`
	RPID      string            `json:"rpId"`
	Ways      []way             `json:"ways"`
	URL       string            `json:"url"`
	Cause     string            `json:"cause"`
	Diagnosis map[string]string `json:"diagnosis"`
	Order     []string          `json:"order"` // of the diagnosis
}

// outcome is how a verb ended.
type outcome struct {
	Value   json.RawMessage `json:"value"`
	Refused *refusal        `json:"refused"`
}

func withGesture(p *runtime.EvaluateParams)    { p.UserGesture = new(true) }
func withoutGesture(p *runtime.EvaluateParams) { p.UserGesture = new(false) }

// run runs a script that has the SDK's exports in `sdk` and an instance in `latchkey`. It counts as the answer to a press
// of a button, unless the options say otherwise.
func (s *stack) run(tb *tab, script string, options ...chromedp.EvaluateOption) outcome {
	tb.t.Helper()
	if options == nil {
		options = []chromedp.EvaluateOption{withGesture}
	}
	ctx, cancel := tb.within()
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[outcome](fmt.Sprintf(`(async () => {
		const sdk = await import('%[1]s/sdk/latchkey.js'), base = '%[1]s', latchkey = sdk.createLatchkey({ baseUrl: base });
		try {
			return { value: await (async () => { %[2]s })() ?? null };
		} catch (error) {
			if (!(error instanceof sdk.LatchkeyError)) return { refused: { name: error?.name, message: String(error?.stack ?? error) } };
			const { name, code, message, hint, status, requestId, reason, rpId, ways, url } = error;
			const diagnosis = await sdk.diagnose(error), order = Object.keys(diagnosis);
			return { refused: { name, code, message, hint, status, requestId, reason, rpId, ways, url, cause: error.cause?.name, diagnosis, order } };
		}
	})()`, s.latchkey.PublicURL, script), append(options, chromedp.EvalAwaitPromise)...))
	if err != nil {
		tb.t.Fatalf("%s: %v", script, err)
	}
	return got
}

// value is that of a verb that succeeds.
func value[T any](tb *tab, got outcome) T {
	tb.t.Helper()
	if got.Refused != nil {
		tb.t.Fatalf("refused: %+v", *got.Refused)
	}
	var read T
	must(tb.t, json.Unmarshal(got.Value, &read))
	return read
}

// refusedWith fails the test unless the call ended with that code and a useful message.
func (o outcome) refusedWith(tb *tab, code string) refusal {
	tb.t.Helper()
	if o.Refused == nil {
		tb.t.Fatalf("got %s, want %s", o.Value, code)
	}
	if o.Refused.Code != code || o.Refused.Name != "LatchkeyError" || o.Refused.Message == "" || o.Refused.Hint == "" {
		tb.t.Fatalf("got %+v, want %s", *o.Refused, code)
	}
	return *o.Refused
}

// sdkTab is at the developer's page, with a new user who is signed in at Kratos.
func (s *stack) sdkTab(t *testing.T) (*tab, caller) {
	t.Helper()
	tb := newTab(t)
	user, latchkey := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.user = user
	tb.open(s.appURL)
	return tb, latchkey
}

// jwtPart is the header (0) or the claims (1) of a JWT.
func jwtPart(t testing.TB, jwt string, part int) []byte {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(jwt, ".")[part])
	must(t, err)
	return text
}
