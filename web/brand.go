package web

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
)

// Branding customises the pages of an installation. Every field is optional.
type Branding struct {
	Logo, LogoDark     *Logo  // LogoDark requires Logo
	Accent, AccentDark string // "#2456c9"; AccentDark is derived from Accent by default
	Background         string
	BackgroundDark     string
	Radius             string // of buttons and fields: "0" to "32px"
	SupportURL         string // a web page
	SupportEmail       string // a bare address, without a name
}

// Faults checks all settings. Colours with too little contrast are faults.
func (b Branding) Faults() []*Fault {
	var faults []*Fault
	fault := func(setting, wrong, remedy string) {
		if wrong != "" {
			faults = append(faults, &Fault{setting, wrong, remedy})
		}
	}
	read := func(setting, text string, otherwise colour) (colour, bool) {
		c, ok := parseColour(text)
		if text == "" {
			return otherwise, true
		}
		if !ok {
			fault(setting, "is not a colour.", "Write it as # and six hexadecimal digits, such as \"#2456c9\", in quotes.")
		}
		return c, ok
	}
	judge := func(t theme, accentSetting, accent, groundSetting, ground string) {
		groundColour, groundOK := read(groundSetting, ground, t.ground)
		accentColour, accentOK := read(accentSetting, accent, t.accent)
		if groundOK {
			wrong, remedy := t.faultOfGround(groundColour)
			fault(groundSetting, wrong, remedy)
			groundOK = wrong == ""
		}
		if groundOK && accentOK {
			wrong, remedy := t.faultOfAccent(accentColour, groundColour)
			fault(accentSetting, wrong, remedy)
		}
	}
	judge(lightTheme, "accent", b.Accent, "background", b.Background)
	judge(darkTheme, "accent_dark", b.AccentDark, "background_dark", b.BackgroundDark)
	if b.Radius != "" && !radius.MatchString(b.Radius) {
		fault("radius", "is not a radius.", "Write pixels from 0px to 32px, such as 12px.")
	}
	if b.LogoDark != nil && b.Logo == nil {
		fault("logo_dark_file", "is set without logo_file.", "Set logo_file as well: light pages use it.")
	}
	if b.SupportURL != "" && !isWebPage(b.SupportURL) {
		fault("support_url", "is not a web address.", "Write it in full, such as https://help.example.com; an email address belongs in support_email.")
	}
	if address, err := mail.ParseAddress(b.SupportEmail); b.SupportEmail != "" && (err != nil || address.Address != b.SupportEmail) {
		fault("support_email", "is not an email address.", "Write the address alone, such as help@example.com.")
	}
	return faults
}

var radius = regexp.MustCompile(`^([0-9]|[12][0-9]|3[0-2])px$`)

func isWebPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && navigable(address)
}

// SupportHost is the text of the link to the support page.
func (b Branding) SupportHost() string {
	u, err := url.Parse(b.SupportURL)
	if err != nil {
		return b.SupportURL
	}
	return u.Host
}

// HasStyle reports whether there is a brand.css.
func (b Branding) HasStyle() bool {
	return b.Accent+b.AccentDark+b.Background+b.BackgroundDark+b.Radius != ""
}

// style returns brand.css: custom properties for the pages and the elements. Pages of other origins may link it.
func (b Branding) style() []byte {
	light, dark := "", ""
	if b.Radius != "" {
		light += "--latchkey-radius:" + b.Radius + ";"
	}
	if ground, ok := parseColour(b.Background); ok {
		light += "--latchkey-ground:" + ground.String() + ";"
	}
	darkGround := darkTheme.ground
	if ground, ok := parseColour(b.BackgroundDark); ok {
		darkGround = ground
		dark += "--latchkey-ground:" + ground.String() + ";"
	} else if b.Background != "" {
		dark += "--latchkey-ground:" + darkGround.String() + ";"
	}
	if accent, ok := parseColour(b.Accent); ok {
		light += lightTheme.accentStyle(accent)
		if b.AccentDark == "" {
			dark += darkTheme.accentStyle(accent.towards(white, darkTheme.readsOn(darkGround)))
		}
	}
	if accent, ok := parseColour(b.AccentDark); ok {
		dark += darkTheme.accentStyle(accent)
	}
	// Browsers without light-dark() always show the light page, where the dark colours would be unreadable.
	return []byte(":root{" + light + "}\n@supports (color:light-dark(#000,#fff)){@media (prefers-color-scheme:dark){:root{" + dark + "}}}\n")
}

// files returns the files that the branding adds below /assets.
func (b Branding) files() map[string][]byte {
	files := map[string][]byte{}
	if b.HasStyle() {
		files["brand.css"] = b.style()
	}
	if b.Logo != nil {
		files["logo"+b.Logo.Extension] = b.Logo.body
	}
	if b.LogoDark != nil {
		files["logo-dark"+b.LogoDark.Extension] = b.LogoDark.body
	}
	return files
}

// navigable reports whether an address is an absolute http(s) URL or a path of this host. Browsers read "\" as "/" and skip
// control characters, so both are refused.
func navigable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || r <= ' ' || r == 0x7f }) {
		return false
	}
	if u.Scheme == "" {
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
