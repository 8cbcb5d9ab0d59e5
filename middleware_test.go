package latchkey_test

import (
	"regexp"
	"strings"
	"testing"
)

// What protects routes by sessions, in Go and for Express, is short enough to read before one trusts it. Comments and blank lines do not
// count; verifying proofs is a part of its own.
func TestMiddlewareIsShort(t *testing.T) {
	comment := regexp.MustCompile(`^(//|/\*\*|\*)`)
	for name, files := range map[string][]string{
		"Go": {"client/client.go", "client/credential.go"}, "Express": {"web/server/express.js", "web/server/authz.js"},
	} {
		code := 0
		for _, file := range files {
			text := markdown(t, file)
			if lines := strings.Count(text, "\n"); lines > 150 {
				t.Errorf("%s has %d lines", file, lines)
			}
			for line := range strings.Lines(text) {
				if line = strings.TrimSpace(line); line != "" && !comment.MatchString(line) {
					code++
				}
			}
		}
		if code > 150 || code < 50 {
			t.Errorf("%s: %d lines of code, want at most 150", name, code)
		}
		t.Logf("%s: %d", name, code)
	}
}
