package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// colour is an sRGB colour, one byte per channel.
type colour struct{ r, g, b uint8 }

var (
	black, white = colour{}, colour{255, 255, 255}
	hexColour    = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// readableRatio is the minimum contrast of text, and controlRatio that of the edge of a control (WCAG 2.2, 1.4.3 and 1.4.11).
const (
	readableRatio = 4.5
	controlRatio  = 3.0
)

func parseColour(text string) (colour, bool) {
	if !hexColour.MatchString(text) {
		return colour{}, false
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

// mustColour parses the constants of this package.
func mustColour(text string) colour {
	c, ok := parseColour(text)
	if !ok {
		panic("no colour: " + text)
	}
	return c
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// mix blends with another colour: 0 is c, 1 is the other.
func (c colour) mix(to colour, part float64) colour {
	channel := func(from, to uint8) uint8 {
		return uint8(math.Round(float64(from) + (float64(to)-float64(from))*part))
	}
	return colour{channel(c.r, to.r), channel(c.g, to.g), channel(c.b, to.b)}
}

// luminance is the relative luminance of WCAG 2.2, 0 to 1.
func (c colour) luminance() float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.r) + 0.7152*channel(c.g) + 0.0722*channel(c.b)
}

// contrast returns the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
func contrast(a, b colour) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// towards returns the nearest colour in the direction of another that fits.
func (c colour) towards(end colour, fits func(colour) bool) colour {
	const steps = 50
	for i := range steps {
		if mixed := c.mix(end, float64(i)/steps); fits(mixed) {
			return mixed
		}
	}
	return end
}

// textOn returns black or white, whichever has more contrast; one of them always reaches readableRatio.
func textOn(ground colour) colour {
	if contrast(ground, white) >= contrast(ground, black) {
		return white
	}
	return black
}
