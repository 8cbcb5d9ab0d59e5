// Package device owns how a browser and its system are called, as far as a User-Agent says ("Firefox on Linux"), and how a passkey
// is called whose user gives it no name. The header is whatever the client sends, so the names are for people who look at a
// list, and no decision may depend on them. They come from the lists below, never from the header itself.
package device

import "regexp"

// Device is a browser on a system. Both are empty if unknown.
type Device struct {
	Browser string `json:"browser"`
	System  string `json:"system"`
}

type sign struct {
	in   *regexp.Regexp
	name string
}

// Browsers that are built on another's engine name that one, too, so the order matters.
var browsers = []sign{
	{regexp.MustCompile(`\bEdg(A|iOS)?/`), "Edge"},
	{regexp.MustCompile(`\b(OPR|OPX|OPT)/`), "Opera"},
	{regexp.MustCompile(`\bSamsungBrowser/`), "Samsung Internet"},
	{regexp.MustCompile(`\b(Firefox|FxiOS)/`), "Firefox"},
	{regexp.MustCompile(`\b(Headless)?Chrome/|\bCriOS/`), "Chrome"},
	{regexp.MustCompile(`\bVersion/.*\bSafari/`), "Safari"},
}

var systems = []sign{
	{regexp.MustCompile(`\biPhone\b`), "iPhone"},
	{regexp.MustCompile(`\biPad\b`), "iPad"},
	{regexp.MustCompile(`\bAndroid\b`), "Android"},
	{regexp.MustCompile(`\bWindows\b`), "Windows"},
	{regexp.MustCompile(`\bCrOS\b`), "ChromeOS"},
	{regexp.MustCompile(`\bMac OS X\b`), "Mac"},
	{regexp.MustCompile(`\bLinux\b`), "Linux"},
}

// Of returns the browser and system of a User-Agent; zero unless both are known.
func Of(userAgent string) Device {
	d := Device{first(browsers, userAgent), first(systems, userAgent)}
	if d.Browser == "" || d.System == "" {
		return Device{}
	}
	return d
}

// Known is Of, or nil if it is unknown.
func Known(userAgent string) *Device {
	if d := Of(userAgent); d != (Device{}) {
		return &d
	}
	return nil
}

func first(signs []sign, userAgent string) string {
	for _, s := range signs {
		if s.in.MatchString(userAgent) {
			return s.name
		}
	}
	return ""
}
