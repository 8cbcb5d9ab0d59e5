package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// Misleading reports whether a character is invisible or changes how the text around it is displayed: control and format
// characters (Cc, Cf), those that set the direction of text (Bidi_Control, UAX #9), and fillers, which fonts do not draw
// (Other_Default_Ignorable_Code_Point). It includes joiners, which some text needs; see IsPlain.
func Misleading(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Bidi_Control, unicode.Other_Default_Ignorable_Code_Point)
}

// misplaced reports whether the character r, between two parts of a text, misleads there. Joiners and variation
// selectors are fine where they have an effect that readers see.
func misplaced(before string, r rune, after string) bool {
	switch {
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return !joins(before, r, after)
	case unicode.Is(unicode.Variation_Selector, r):
		return !drawn(lastRune(before))
	default:
		return Misleading(r)
	}
}

// joins reports whether a joiner is inside an emoji (UAX #29, GB11) or in a script that needs it: after a virama, as
// RFC 5892 A.1 and A.2 allow, after a letter of a script with joined forms, or between two of them.
func joins(before string, joiner rune, after string) bool {
	last := lastRune(before)
	next, _ := utf8.DecodeRuneInString(after)
	if joinedScript(last) != nil && norm.NFC.PropertiesString(string(last)).CCC() == virama {
		return true
	}
	letter := lastBase(before)
	script := joinedScript(letter)
	if joiner == zeroWidthNonJoiner {
		return script != nil && last != joiner && unicode.Is(script, next)
	}
	return last != joiner && (script != nil || isEmojiSequence(letter, next))
}

// virama is the combining class of the sign that suppresses a vowel in Indic scripts.
const virama = 9

// lastBase returns the last character that is no mark or skin tone.
func lastBase(text string) rune {
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.Is(unicode.M, r) || ('\U0001f3fb' <= r && r <= '\U0001f3ff')
	})
	return lastRune(text)
}

// lastRune returns the last character, or NUL.
func lastRune(text string) rune {
	if text == "" {
		return 0
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return last
}

// isEmojiSequence reports whether a joiner makes one character of the two, as in 👩‍💻.
func isEmojiSequence(first, second rune) bool {
	if unicode.Is(unicode.M, second) || Misleading(second) {
		return false
	}
	joined := string([]rune{first, zeroWidthJoiner, second})
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(joined, -1)
	return cluster == joined
}

// joinedScripts are those whose letters change their form next to a joiner.
var joinedScripts = []*unicode.RangeTable{
	unicode.Adlam, unicode.Arabic, unicode.Hanifi_Rohingya, unicode.Mandaic, unicode.Mongolian, unicode.Nko, unicode.Phags_Pa, unicode.Syriac,
	unicode.Balinese, unicode.Bengali, unicode.Chakma, unicode.Devanagari, unicode.Grantha, unicode.Gujarati, unicode.Gurmukhi,
	unicode.Javanese, unicode.Kaithi, unicode.Kannada, unicode.Khmer, unicode.Malayalam, unicode.Meetei_Mayek, unicode.Myanmar,
	unicode.Oriya, unicode.Sinhala, unicode.Sundanese, unicode.Tai_Tham, unicode.Tamil, unicode.Telugu, unicode.Tibetan,
}

func joinedScript(r rune) *unicode.RangeTable {
	for _, script := range joinedScripts {
		if unicode.Is(script, r) {
			return script
		}
	}
	return nil
}

// brailleBlank is a symbol by its category, but has no dots.
const brailleBlank = '\u2800'

// drawn reports whether a character has a form of its own, or changes that of the one before.
func drawn(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) && r != brailleBlank &&
		!Misleading(r) && !unicode.Is(unicode.Variation_Selector, r)
}

// isBlank reports whether a text has no visible character. Marks alone are not one: they belong to the character before.
func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return drawn(r) && !unicode.Is(unicode.M, r) })
}

// Presentable removes the characters that IsPlain refuses, for text whose writer cannot be asked to correct it.
func Presentable(text string) string {
	var kept strings.Builder
	text = strings.ToValidUTF8(text, "")
	for i, r := range text {
		if !misplaced(text[:i], r, text[i+utf8.RuneLen(r):]) {
			kept.WriteRune(r)
		}
	}
	return strings.TrimSpace(kept.String())
}

// Short returns as much of a text as fits into size bytes without cutting a character as users see it (UAX #29).
// Authenticators cut at bytes, or refuse (WebAuthn L3 §6.4.1).
func Short(text string, size int) string {
	if len(text) <= size {
		return text
	}
	end, rest, state := 0, text, -1
	for rest != "" {
		cluster, remaining, _, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if end+len(cluster) > size {
			break
		}
		end, rest, state = end+len(cluster), remaining, next
	}
	if end == 0 { // a single one is longer, such as a letter with dozens of accents
		for end = size; end > 0 && !utf8.RuneStart(text[end]); end-- {
		}
	}
	return strings.TrimRightFunc(text[:end], unicode.IsSpace)
}
