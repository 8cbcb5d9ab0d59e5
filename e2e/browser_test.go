package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// chromium is the one browser of this test binary. Each test has a tab with cookies and passkeys of its own.
var chromium struct {
	once    sync.Once
	browser context.Context
	stop    context.CancelFunc // of the allocator
	err     error
}

func startBrowser() { chromium.browser, chromium.stop, chromium.err = launchBrowser() }

// launchBrowser starts one with further flags. stop ends it.
func launchBrowser(flags ...chromedp.ExecAllocatorOption) (browser context.Context, stop context.CancelFunc, err error) {
	path, err := browserPath()
	if err != nil {
		return nil, nil, err
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(flags, chromedp.ExecPath(path),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-extensions", true))...)
	browser, _ = chromedp.NewContext(allocator) // ended by stopBrowser, or by stop
	return browser, stop, chromedp.Do(browser)
}

// browserPath prefers the shell, which has no window and is twice as fast.
func browserPath() (string, error) {
	for _, name := range []string{"chromium-headless-shell", "chromium"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium in PATH; on Debian: apt-get install -y --no-install-recommends chromium-headless-shell")
}

func stopBrowser() error {
	if chromium.stop == nil {
		return nil
	}
	defer chromium.stop()
	ctx, cancel := context.WithTimeout(chromium.browser, patience)
	defer cancel()
	return chromedp.Cancel(ctx)
}

// tab is a page in a browser context of its own, with one authenticator. All its methods end the test on failure.
type tab struct {
	t      *testing.T
	ctx    context.Context
	device *device
	user   *demo.KratosUser // the signed-in user, if the test knows it
	codes  []string         // their recovery codes

	mu     sync.Mutex
	faults []string // what the pages' scripts and policies complained about
}

// A real browser keeps a conditional request pending until the user picks a passkey; the virtual authenticator would
// pick one at once. This script waits for the test to call pick().
const holdAutofill = `(() => {
  const get = navigator.credentials?.get.bind(navigator.credentials);
  if (get) navigator.credentials.get = async (options) => {
    if (options?.mediation === 'conditional') await new Promise((pick, refuse) => {
      window.pick = pick;
      options.signal?.addEventListener('abort', () => refuse(options.signal.reason));
    });
    return get(options);
  };
})()`

func newTab(t *testing.T) *tab {
	t.Helper()
	chromium.once.Do(startBrowser)
	must(t, chromium.err)
	return newTabIn(t, chromium.browser)
}

func newTabIn(t *testing.T, browser context.Context) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	tb := &tab{t: t, ctx: ctx}
	must(t, chromedp.Do(ctx))
	// chromedp asks to be sent each change of nodes and styles, which costs a tenth of the browser's time. Scripts find
	// everything here.
	tb.protocol("CSS.disable", nil)
	tb.protocol("DOM.disable", nil)
	must(t, chromedp.Listen(ctx, tb.notice))
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: holdAutofill})
	must(t, err)
	if spoken != "" {
		tb.speaks(spoken)
	}
	tb.device = tb.newDevice()
	t.Cleanup(tb.close)
	return tb
}

// notice keeps what the pages send, so that no log has it, and what their scripts complain about.
func (tb *tab) notice(event any) {
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		for _, entry := range event.Request.PostDataEntries {
			rememberBody(entry.Bytes)
		}
	case *runtime.EventExceptionThrown:
		tb.complain("exception: " + thrown(event.ExceptionDetails))
	case *log.EventEntryAdded:
		// A refused call is a line of source "network", and what a test is about.
		if event.Entry.Level == log.EntryLevelError && event.Entry.Source != log.EntrySourceNetwork {
			tb.complain(event.Entry.Source.String() + ": " + event.Entry.Text)
		}
	}
}

// thrown describes an exception, with its position if the page reports it.
func thrown(details *runtime.ExceptionDetails) string {
	what := details.Text
	if details.Exception != nil {
		what += " " + details.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", what, details.URL, details.LineNumber)
}

func (tb *tab) complain(fault string) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.faults = append(tb.faults, fault)
}

// lend gives the tab to a subtest until that is over.
func (tb *tab) lend(t *testing.T) {
	owner := tb.t
	tb.t = t
	t.Cleanup(func() {
		if t.Failed() {
			tb.keepScreenshot("failed")
		}
		tb.t = owner
	})
}

func (tb *tab) close() {
	if tb.t.Failed() {
		tb.keepScreenshot("failed")
	}
	ctx, cancel := tb.within()
	defer cancel()
	held, err := chromedp.CallBrowser(ctx, storage.GetCookies,
		storage.GetCookiesParams{BrowserContextID: chromedp.FromContext(tb.ctx).BrowserContextID})
	must(tb.t, err)
	for _, cookie := range held.Cookies {
		if cookie.Name != "latchkey_language" { // no secret, and its value is in the names of files
			remember("browser cookie", cookie.Value)
		}
	}
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, fault := range tb.faults {
		tb.t.Errorf("the browser complained: %s", fault)
	}
}

// protocol sends a command of the DevTools protocol as it is written, where the typed one of the library does not fit all
// versions of Chromium.
func (tb *tab) protocol(method string, params any) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Action[struct{}](func(ctx context.Context, target *chromedp.Target) (struct{}, error) {
		return struct{}{}, target.Call(ctx, method, params, nil)
	}))
	must(tb.t, err)
}

// within bounds one step.
func (tb *tab) within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(tb.ctx, patience)
}
