package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"latchkey/fault"
)

// IsPlain reports whether text can be displayed as it is: valid UTF-8 without control characters, and without those
// that change or isolate the direction of text (Unicode Bidi_Control, UAX #9), which could make "100 EUR to Ann" read
// differently from its bytes. Such text is refused, never corrected: what is signed or recorded must be what was sent.
// lines allows line feeds and tabs.
func IsPlain(text string, lines bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return Misleading(r) && !(lines && (r == '\n' || r == '\t'))
	})
}

// Misleading reports whether a character is invisible or changes how the text around it is displayed.
func Misleading(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// maxNameRunes limits the name of a passkey.
const maxNameRunes = 64

// CleanName returns the name of a passkey without surrounding white space. Errors: *fault.FieldError.
func CleanName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", &fault.FieldError{Field: "name", Problem: "is empty"}
	case !IsPlain(name, false):
		return "", &fault.FieldError{Field: "name", Problem: "contains characters that are not allowed"}
	case utf8.RuneCountInString(name) > maxNameRunes:
		return "", &fault.FieldError{Field: "name", Problem: fmt.Sprintf("is longer than %d characters", maxNameRunes)}
	}
	return name, nil
}

// maxReasonRunes limits the reason that an admin writes.
const maxReasonRunes = 500

// CleanReason returns the reason for an admin's action without surrounding white space. Errors: *fault.FieldError.
func CleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return "", &fault.FieldError{Field: "reason", Problem: "is empty; enter a reason for the audit log"}
	case !IsPlain(reason, true):
		return "", &fault.FieldError{Field: "reason", Problem: "contains characters that are not allowed"}
	case utf8.RuneCountInString(reason) > maxReasonRunes:
		return "", &fault.FieldError{Field: "reason", Problem: "is longer than 500 characters"}
	}
	return reason, nil
}

// Legible makes text from a client fit for the audit log: databases refuse NUL and invalid UTF-8, and hostile text must
// not prevent the record of a refusal.
func Legible(text string) string {
	text = strings.Map(func(r rune) rune {
		if Misleading(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 256 {
		text = string(runes[:256])
	}
	return text
}
