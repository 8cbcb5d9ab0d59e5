package webauthnsvc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain tells whether text can stand in front of a person as it is: valid UTF-8 without control characters, and without
// those that turn or isolate the direction of text (Unicode Bidi_Control, UAX #9), with which "100 EUR to Ann" can be
// made to read as something else than its bytes say. Such text is refused, never mended: what is signed or recorded
// must be what was sent. lines allows line feeds and tabs.
func plain(text string, lines bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return misleading(r) && !(lines && (r == '\n' || r == '\t'))
	})
}

func misleading(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
