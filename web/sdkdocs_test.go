package web

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	optionsOf   = regexp.MustCompile(`async function (\w+)\((?:\w+, )?\{ ([\w, ]+) \}`)
	documentsOf = regexp.MustCompile("`(\\w+)\\((?:\\w+, )?\\{([\\w, ]+)\\}\\)`")
)

// The table of methods in docs/sdk.md names all options of each method, in their order.
func TestSDKOptionsAreDocumented(t *testing.T) {
	t.Parallel()
	options := func(file string, pattern *regexp.Regexp) map[string]string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, method := range pattern.FindAllStringSubmatch(string(text), -1) {
			if found[method[1]] == "" { // otherwise an example further below
				found[method[1]] = strings.ReplaceAll(method[2], " ", "")
			}
		}
		return found
	}
	has, compared := options("sdk/latchkey.js", optionsOf), 0
	for method, names := range options("../docs/sdk.md", documentsOf) {
		if has[method] == "" {
			continue // an example of another function
		}
		if compared++; has[method] != names {
			t.Errorf("%s: docs/sdk.md has %q, the SDK %q", method, names, has[method])
		}
	}
	if compared < 6 {
		t.Errorf("only %d methods are where this test looks: %v", compared, has)
	}
}
