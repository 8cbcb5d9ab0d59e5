package account

import (
	"regexp"
	"strings"
	"unicode"
)

var telephone = regexp.MustCompile(`^\+?\d{5,}$`)

// plain returns a phone number without what people write between its digits, and anything else as it is. Kratos keeps an address as
// typed, but the same number without spaces as an identifier for codes.
func plain(value string) string {
	number := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || strings.ContainsRune("()./", r) {
			return -1
		}
		return r
	}, value)
	if telephone.MatchString(number) {
		return number
	}
	return value
}
