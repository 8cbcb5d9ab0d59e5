package app

import _ "embed"

// Name, Accent and AccentDark are the brand that all parts of the demo wear. pages/app.css has the same colours.
const (
	Name       = "Harbour"
	Accent     = "#0f766e"
	AccentDark = "#5fd0c1"
)

// Logo is an SVG image.
//
//go:embed pages/logo.svg
var Logo []byte
