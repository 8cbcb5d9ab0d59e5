package text_test

import (
	"strings"
	"testing"

	"latchkey/text"
)

func TestInvisibleAndMisleadingTextIsRefused(t *testing.T) {
	for name, value := range map[string]string{
		"zero-width space alone":          "\u200b",
		"zero-width joiner alone":         "\u200d",
		"zero-width non-joiner alone":     "\u200c\u200c",
		"word joiner alone":               "\u2060",
		"byte order mark alone":           "\ufeff",
		"soft hyphen alone":               "\u00ad",
		"Hangul filler alone":             "\u3164",
		"halfwidth Hangul filler alone":   "\uffa0",
		"Hangul jamo fillers alone":       "\u115f\u1160",
		"grapheme joiner alone":           "\u034f",
		"Khmer inherent vowel alone":      "\u17b4",
		"Braille blank alone":             "\u2800\u2800",
		"spaces of all sizes alone":       "\u2003\u00a0\u3000",
		"variation selector alone":        "\ufe0f",
		"mark alone":                      "\u0301",
		"private use alone":               "\ue000",
		"tag characters alone":            "\U000e0041\U000e007f",
		"zero-width space inside":         "pay\u200bpal",
		"word joiner inside":              "pay\u2060pal",
		"byte order mark inside":          "pay\ufeffpal",
		"soft hyphen inside":              "pay\u00adpal",
		"Hangul filler inside":            "pay\u3164pal",
		"grapheme joiner inside":          "pay\u034fpal",
		"Mongolian vowel separator":       "pay\u180epal",
		"invisible times":                 "2\u20622",
		"shorthand format control":        "pay\U0001bca0pal",
		"musical format control":          "pay\U0001d173pal",
		"interlinear annotation":          "pay\ufff9pal",
		"tag characters inside":           "pay\U000e0061pal",
		"override":                        "Pay \u202eRUE 001",
		"isolate":                         "Pay \u2066EUR\u2069",
		"mark of direction":               "Pay \u200f1",
		"deprecated format characters":    "pay\u206apal",
		"joiner between Latin letters":    "pay\u200dpal",
		"non-joiner between Latin":        "pay\u200cpal",
		"joiner between digits":           "1\u200d00",
		"joiner between symbols":          "$\u200d+",
		"joiner at the start":             "\u200d👩",
		"joiner after an emoji":           "👩\u200d",
		"joiner from emoji to letter":     "👩\u200dA",
		"joiner from letter to emoji":     "A\u200d👩",
		"two joiners in an emoji":         "👩\u200d\u200d💻",
		"non-joiner in an emoji":          "👩\u200c💻",
		"two joiners in Persian":          "می\u200c\u200cخواهم",
		"non-joiner at the end":           "می\u200c",
		"selector after a space":          "a \ufe0f",
		"two selectors":                   "❤\ufe0f\ufe0f",
		"selector at the start":           "\ufe0fa",
		"C1 control":                      "a\u009bb",
		"NUL":                             "a\x00b",
		"not UTF-8":                       "a\xffb",
		"nothing":                         "",
		"line feeds and tabs and nothing": "\n\t\n",
	} {
		if text.IsPlain(value, true) {
			t.Errorf("%s: %q passes", name, value)
		}
		if got, err := text.CleanName(value); err == nil {
			t.Errorf("%s: %q becomes the name %q", name, value, got)
		}
	}
	if text.IsPlain("a\u2028b", false) || text.IsPlain("a\nb", false) {
		t.Error("a line of two lines")
	}
}

func TestHonestTextIsPlain(t *testing.T) {
	for name, value := range map[string]string{
		"Latin":                   "Ada's laptop — 12.00 €",
		"decomposed":              "cafe\u0301",
		"Persian":                 "می\u200cخواهم",
		"Persian with a mark":     "مَ\u200cخ",
		"Arabic abbreviation":     "١٤٤٠ه\u200d",
		"Hindi half form":         "क्\u200dष",
		"Hindi explicit virama":   "क्\u200cष",
		"Malayalam chillu":        "അവന്\u200d",
		"Sinhala":                 "ශ්\u200dරී",
		"Bengali":                 "র\u200d্যাম",
		"Hebrew":                  "מפתח",
		"Mongolian":               "ᠮᠣᠩᠭᠣᠯ\u180b",
		"Korean":                  "노트북",
		"conjoining jamo":         "\u1112\u1161\u11ab",
		"Japanese with variation": "葛\U000e0100城",
		"family":                  "👨\u200d👩\u200d👧\u200d👦",
		"skin tones":              "👩🏽\u200d💻",
		"heart on fire":           "❤\ufe0f\u200d🔥",
		"woman shrugging":         "🤷🏿\u200d♀\ufe0f",
		"head shaking":            "🙂\u200d↔\ufe0f",
		"black cat":               "🐈\u200d⬛",
		"rainbow flag":            "🏳\ufe0f\u200d🌈",
		"keycap":                  "1\ufe0f\u20e3",
		"flag":                    "🇩🇪",
		"one emoji":               "🔑",
		"punctuation":             "?",
	} {
		if !text.IsPlain(value, false) {
			t.Errorf("%s: %q is refused", name, value)
		}
		if got := text.Presentable(value); got != value {
			t.Errorf("%s: %q becomes %q", name, value, got)
		}
	}
}

func TestNamesAreStoredInNFC(t *testing.T) {
	got, err := text.CleanName("  cafe\u0301 \u212b ")
	if err != nil || got != "caf\u00e9 \u00c5" {
		t.Errorf("got %q, %v, want %q", got, err, "caf\u00e9 \u00c5")
	}
	// The limit is that of the stored form.
	if _, err := text.CleanName(strings.Repeat("e\u0301", 64)); err != nil {
		t.Error(err)
	}
}

func TestPresentable(t *testing.T) {
	for from, to := range map[string]string{
		"Ad\u200ba \u202eevil": "Ada evil",
		"\u3164\u200b":         "",
		"a\xffb":               "ab",
		"👩\u200d💻 \u200d":      "👩\u200d💻",
	} {
		if got := text.Presentable(from); got != to {
			t.Errorf("%q becomes %q, not %q", from, got, to)
		}
	}
}

func TestShortCutsBetweenCharacters(t *testing.T) {
	family := "👨\u200d👩\u200d👧\u200d👦" // 25 bytes
	for _, test := range []struct{ from, to string }{
		{"ada@example.com", "ada@example.com"},
		{strings.Repeat("a", 64), strings.Repeat("a", 64)},
		{strings.Repeat("a", 65), strings.Repeat("a", 64)},
		{strings.Repeat("a", 63) + "é", strings.Repeat("a", 63)},
		{strings.Repeat("a", 63) + "e\u0301", strings.Repeat("a", 63)},
		{strings.Repeat("a", 62) + "e\u0301x", strings.Repeat("a", 62)},
		{strings.Repeat(family, 3), strings.Repeat(family, 2)},
		{strings.Repeat("🇩🇪", 9), strings.Repeat("🇩🇪", 8)},
		{strings.Repeat("a", 60) + " the rest", strings.Repeat("a", 60) + " the"},
		{"e" + strings.Repeat("\u0301", 40), "e" + strings.Repeat("\u0301", 31)},
	} {
		if got := text.Short(test.from, 64); got != test.to {
			t.Errorf("%q becomes %q, not %q", test.from, got, test.to)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"a", "👩\u200d💻", "می\u200cخواهم", "\u200b", "\xff", "क्\u200d", "e\u0301\ufe0f"} {
		f.Add(seed, uint8(8))
	}
	f.Fuzz(func(t *testing.T, value string, size uint8) {
		presentable := text.Presentable(value)
		if again := text.Presentable(presentable); again != presentable && text.IsPlain(presentable, true) {
			t.Errorf("%q becomes %q, then %q", value, presentable, again)
		}
		if short := text.Short(value, int(size)); len(short) > int(size) || !strings.HasPrefix(value, short) {
			t.Errorf("%q becomes %q of at most %d bytes", value, short, size)
		}
		if name, err := text.CleanName(value); err == nil && !text.IsPlain(name, false) {
			t.Errorf("%q becomes the name %q", value, name)
		}
	})
}
