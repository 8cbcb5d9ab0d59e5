package e2e_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// heaviest is what a page may weigh in all: document, scripts and styles as they are executed, in bytes. Pictures and
// the answers of the API are not counted.
const heaviest = 60_000

// heaviestConsole is the same for a view of the console, which staff open all day.
const heaviestConsole = 75_000

// TestPageWeights loads each page with an empty cache, and checks everything that is fetched. The test of the same name in web
// weighs every language.
func TestPageWeights(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	person := s.tabWithPasskey(t).user
	for _, page := range []string{"setup", "login", "step-up", "passkeys", "recover", "not-me", "diagnose"} {
		t.Run(page, func(t *testing.T) {
			tb := newTab(t) // with an empty cache
			tb.signIn(s.kratos.BrowserURL, person.Cookie())
			tb.speaks("de")
			scale := tb.weigh()
			tb.open(s.latchkey.PublicURL + "/" + page)
			tb.await("see a heading", shadow+`.first('h1') !== undefined`)
			scale.settle(t)
			scale.check(t, s.latchkey.PublicURL)
			if got := evaluate[string](tb, `document.documentElement.lang`); got != "de" {
				t.Errorf("the page speaks %q", got)
			}
		})
	}
}

// speaks has the browser prefer a language.
func (tb *tab) speaks(language string) {
	tb.t.Helper()
	userAgent := evaluate[string](tb, `navigator.userAgent`)
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: userAgent, AcceptLanguage: language})
	must(tb.t, err)
}

// scale weighs what a tab fetches.
type scale struct {
	mu      sync.Mutex
	fetched map[network.RequestID]*fetched
	open    int
}

type fetched struct {
	address, kind, policy string
	bytes                 int64
}

func (tb *tab) weigh() *scale {
	tb.t.Helper()
	s := &scale{fetched: map[network.RequestID]*fetched{}}
	must(tb.t, chromedp.Listen(tb.ctx, s.notice))
	return s
}

func (s *scale) notice(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		if s.fetched[event.RequestID] == nil { // else it was redirected
			s.open++
		}
		s.fetched[event.RequestID] = &fetched{address: event.Request.URL, kind: string(event.Type)}
	case *network.EventResponseReceived:
		if f := s.fetched[event.RequestID]; f != nil {
			f.kind = string(event.Type)
			for name, value := range event.Response.Headers {
				if strings.EqualFold(name, "Content-Security-Policy") {
					f.policy = fmt.Sprint(value)
				}
			}
		}
	case *network.EventDataReceived:
		if f := s.fetched[event.RequestID]; f != nil {
			f.bytes += event.DataLength
		}
	case *network.EventLoadingFinished, *network.EventLoadingFailed:
		s.open--
	}
}

// settle returns when nothing was fetched for a while: a script may fetch another.
func (s *scale) settle(t *testing.T) {
	t.Helper()
	quiet := 0
	eventually(t, "the page has all it wants", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		quiet++
		if s.open > 0 {
			quiet = 0
		}
		return quiet > 10
	})
}

func (s *scale) check(t *testing.T, home string) {
	t.Helper()
	s.checkUpTo(t, home, heaviest)
}

func (s *scale) checkUpTo(t *testing.T, home string, most int64) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var total int64
	byKind := map[string]int64{}
	for _, f := range s.fetched {
		if !strings.HasPrefix(f.address, home+"/") && !strings.HasPrefix(f.address, "data:") {
			t.Errorf("the page fetches %s", f.address)
		}
		if f.kind == "Document" {
			checkPolicy(t, f.policy)
		}
		if !slices.Contains([]string{"Image", "Fetch", "XHR"}, f.kind) {
			total += f.bytes
			byKind[f.kind] += f.bytes
		}
	}
	if byKind["Document"] == 0 || byKind["Script"] == 0 || byKind["Stylesheet"] == 0 {
		t.Errorf("the scale is broken: %v", byKind)
	}
	if total >= most {
		t.Errorf("the page weighs %d bytes", total)
	}
	t.Logf("%d bytes: %v", total, byKind)
	for _, f := range slices.SortedFunc(maps.Values(s.fetched), func(a, b *fetched) int { return int(b.bytes - a.bytes) }) {
		t.Logf("  %6d %s %s", f.bytes, f.kind, strings.TrimPrefix(f.address, home))
	}
}

// checkPolicy: no inline scripts, no framing, and no source that the policy does not list.
func checkPolicy(t *testing.T, policy string) {
	t.Helper()
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("the policy is loose: %s", policy)
	}
	for _, wanted := range []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} {
		if !slices.ContainsFunc(strings.Split(policy, ";"), func(d string) bool { return strings.TrimSpace(d) == wanted }) {
			t.Errorf("the policy does not say %s: %s", wanted, policy)
		}
	}
}
