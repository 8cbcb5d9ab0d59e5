package duration_test

import (
	"regexp"
	"testing"
	"time"

	"latchkey/duration"
)

func TestParse(t *testing.T) {
	const day = 24 * time.Hour
	pattern := regexp.MustCompile(duration.Pattern)
	for text, want := range map[string]time.Duration{
		"30d": 30 * day, "1d12h": 36 * time.Hour, "0d": 0, "2d1h30m0.5s": 2*day + 90*time.Minute + 500*time.Millisecond, "106751d": 106751 * day,
		"0": 0, "15m": 15 * time.Minute, "1.5h": 90 * time.Minute, "500ms": 500 * time.Millisecond,
	} {
		if got, err := duration.Parse(text); err != nil || got != want || !pattern.MatchString(text) {
			t.Errorf("%s: got %v, %v, want %v; in the pattern: %t", text, got, err, want, pattern.MatchString(text))
		}
	}
	for text, want := range map[string]time.Duration{"-30d": -30 * day, "+1d1h": 25 * time.Hour, "-1d1h": -25 * time.Hour, "-5m": -5 * time.Minute} {
		if got, err := duration.Parse(text); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "d", "30", "1.5d", "12h1d", "1d2d", "1d-1h", "1d+1h", "1d 1h", "30 d", "30D", "1w", "106752d", "106751d24h", "99999999999999999999d", "-", "1d5"} {
		if got, err := duration.Parse(text); err == nil || pattern.MatchString(text) && text != "106752d" && text != "106751d24h" && text != "99999999999999999999d" {
			t.Errorf("%q: got %v, %v; in the pattern: %t", text, got, err, pattern.MatchString(text))
		}
	}
}
