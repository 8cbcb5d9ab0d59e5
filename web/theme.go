package web

import (
	"fmt"
	"strings"
)

// theme is light or dark, with the colours that branding must contrast with. They match elements/style.js and
// pages/page.css.
type theme struct {
	name                      string
	accent, ground            colour // unless configured
	card, ink, quiet, control colour
	away, near                colour // colours become more readable on this ground towards away, and less towards near
	paler, deeper             string // words for too little contrast, and for the remedy
}

var (
	lightTheme = theme{
		name: "light", accent: mustColour("#2456c9"), ground: mustColour("#f5f6f8"), card: white,
		ink: mustColour("#171a21"), quiet: mustColour("#565e6c"), control: mustColour("#7b8494"),
		away: black, near: white, paler: "pale", deeper: "darker",
	}
	darkTheme = theme{
		name: "dark", accent: mustColour("#8fb0ff"), ground: mustColour("#111318"), card: mustColour("#1a1d24"),
		ink: mustColour("#eceef2"), quiet: mustColour("#a8b0bd"), control: mustColour("#7d8798"),
		away: white, near: black, paler: "dark", deeper: "lighter",
	}
)

// readsOn checks accents, which appear on the card and on the ground.
func (t theme) readsOn(ground colour) func(colour) bool {
	return func(accent colour) bool {
		return contrast(accent, t.card) >= readableRatio && contrast(accent, ground) >= readableRatio
	}
}

// carries reports whether text and controls are readable on the ground.
func (t theme) carries(ground colour) bool {
	return contrast(t.ink, ground) >= readableRatio && contrast(t.quiet, ground) >= readableRatio && contrast(t.control, ground) >= controlRatio
}

// faultOfGround and faultOfAccent return what is wrong and what to set instead, or "".
func (t theme) faultOfGround(ground colour) (wrong, remedy string) {
	if t.carries(ground) {
		return "", ""
	}
	lighter := map[string]string{"light": "lighter", "dark": "darker"}[t.name]
	return fmt.Sprintf("is %s: the text of the %s pages could not be read on it.", ground, t.name),
		fmt.Sprintf("Choose a %s one, such as %s.", lighter, ground.towards(t.near, t.carries))
}

func (t theme) faultOfAccent(accent, ground colour) (wrong, remedy string) {
	fits := t.readsOn(ground)
	if fits(accent) {
		return "", ""
	}
	behind, ratio := t.card, contrast(accent, t.card)
	if on := contrast(accent, ground); on < ratio {
		behind, ratio = ground, on
	}
	return fmt.Sprintf("is %s, too %s to be read on %s: its contrast is %.1f to 1, and %.1f to 1 is needed.", accent, t.paler, behind, ratio, readableRatio),
		fmt.Sprintf("Choose a %s one, such as %s.", t.deeper, accent.towards(t.away, fits))
}

// accentStyle returns the custom properties derived from an accent: the text on it, its hover colour, and the tinted badges.
func (t theme) accentStyle(accent colour) string {
	on := textOn(accent)
	strong := accent.mix(t.away, 0.2)
	badge := t.card.mix(accent, 0.12)
	ink := strong.towards(t.away, func(c colour) bool { return contrast(c, badge) >= readableRatio })
	var style strings.Builder
	for _, property := range []struct {
		name  string
		value colour
	}{{"accent", accent}, {"accent-strong", strong}, {"on-accent", on}, {"badge", badge}, {"badge-ink", ink}} {
		fmt.Fprintf(&style, "--latchkey-%s:%s;", property.name, property.value)
	}
	return style.String()
}
