package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// testSDKUnreached: a call that does not come through says why, although the browser hides it.
func testSDKUnreached(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	other, _ := foreignPage(t)
	for address, said := range map[string]string{
		localhost(freePort(t)): "Nothing answers at %s.",
		s.appURL:               "No Latchkey answers at %s, but something else.", // which the page may read
		other:                  "No Latchkey answers at %s, but something else.", // which it may not
	} {
		got := s.run(tb, fmt.Sprintf(`return sdk.createLatchkey({ baseUrl: %q }).register()`, address)).refusedWith(tb, "network")
		if got.Message != fmt.Sprintf(said, address) || !strings.Contains(got.Hint, "baseUrl") {
			t.Errorf("%s: %q, %q", address, got.Message, got.Hint)
		}
	}
	tb.open(other)
	for _, call := range []string{"session()", "login()"} {
		got := s.run(tb, `return latchkey.`+call).refusedWith(tb, "forbidden_origin")
		if !strings.Contains(got.Message, s.latchkey.PublicURL+" does not list the origin "+other) || !strings.Contains(got.Hint, `serve.public.allowed_origins: ["`+other+`"]`) {
			t.Errorf("%s: %q, %q", call, got.Message, got.Hint)
		}
	}
	if !strings.Contains(s.latchkey.Log(), `"code":"forbidden_origin","cause":"cross-site request from `+other+`"`) {
		t.Error("the log does not name the origin")
	}
	tb.forgiven() // the browser reports each
}
