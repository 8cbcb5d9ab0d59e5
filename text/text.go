package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"latchkey/fault"
)

// IsPlain reports whether text can be displayed as it is: valid UTF-8 with something to see, and without characters that
// are invisible or change the text around them, which could make "100 EUR to Ann" read differently from its bytes (see
// Misleading). Joiners are allowed inside emoji and where their script needs them. Such text is refused, never
// corrected: what is signed or recorded must be what was sent. lines allows line feeds, tabs and line separators.
func IsPlain(text string, lines bool) bool {
	if !utf8.ValidString(text) || isBlank(text) {
		return false
	}
	for i, r := range text {
		switch {
		case r == '\n' || r == '\t' || unicode.In(r, unicode.Zl, unicode.Zp):
			if !lines {
				return false
			}
		case misplaced(text[:i], r, text[i+utf8.RuneLen(r):]):
			return false
		}
	}
	return true
}

// maxNameRunes limits the name of a passkey.
const maxNameRunes = 64

// CleanName returns the name of a passkey without surrounding white space and in NFC, so that names that look the same
// are the same. Errors: *fault.FieldError.
func CleanName(name string) (string, error) {
	name = norm.NFC.String(strings.TrimSpace(name))
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
