package wellknown_test

import (
	"fmt"
	"testing"

	"latchkey/wellknown"
)

// Each RP ID has its own list, selected by Host. A list for the wrong domain would let pages use its passkeys.
func TestRelatedOriginsByHost(t *testing.T) {
	one := related(map[string][]string{"example.com": {"https://example.com"}})
	if one("latchkey.internal:4477") == nil { // a proxy that does not forward the Host
		t.Error("with one RP ID, its list depends on the Host")
	}
	two := related(map[string][]string{"example.com": {"https://example.com"}, "example.org": {"https://example.org", "https://example.com"}})
	for host, want := range map[string]string{
		"example.com": "map[origins:[https://example.com]]", "EXAMPLE.com:443": "map[origins:[https://example.com]]",
		"example.com.":     "map[origins:[https://example.com]]",
		"example.org":      "map[origins:[https://example.org https://example.com]]",
		"example.org:8443": "map[origins:[https://example.org https://example.com]]",
	} {
		if got := two(host); fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %s", host, got, want)
		}
	}
	for _, host := range []string{"www.example.com", "latchkey.internal", "example.co", "evil.example", "[::1]:4477", ""} {
		if got := two(host); got != nil {
			t.Errorf("%q: got %v, want nothing", host, got)
		}
	}
}

func related(lists map[string][]string) wellknown.Document {
	return wellknown.Published{RelatedOrigins: lists}.Documents()["/.well-known/webauthn"]
}
