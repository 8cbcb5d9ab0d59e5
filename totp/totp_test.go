package totp

import (
	"testing"
	"time"
)

// The codes of RFC 6238, appendix B (SHA-1), truncated to six digits.
func TestCode(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 20000000000: "353130"} {
		if got, err := Code(secret, time.Unix(at, 0)); err != nil || got != want {
			t.Errorf("at %d: %s, %v; want %s", at, got, err, want)
		}
	}
	if _, err := Code("not base32!", time.Now()); err == nil {
		t.Error("a secret that is none gave a code")
	}
}
