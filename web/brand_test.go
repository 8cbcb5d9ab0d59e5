package web

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestContrastAsWCAGMeasuresIt(t *testing.T) {
	for pair, want := range map[[2]string]string{
		{"#000000", "#ffffff"}: "21.00",
		{"#777777", "#ffffff"}: "4.48", // the textbook pair, one either side of the limit
		{"#767676", "#ffffff"}: "4.54",
		{"#2456c9", "#2456c9"}: "1.00",
	} {
		if got := fmt.Sprintf("%.2f", contrast(mustColour(pair[0]), mustColour(pair[1]))); got != want {
			t.Errorf("%v: %s, want %s", pair, got, want)
		}
	}
}

// What the pages look like without any branding has to satisfy its rules.
func TestDefaultLookIsReadable(t *testing.T) {
	for _, look := range []theme{lightTheme, darkTheme} {
		if !look.carries(look.ground) || !look.readsOn(look.ground)(look.accent) {
			t.Errorf("the %s theme is not readable", look.name)
		}
	}
	for _, file := range []string{"dist/pages/page.css", "dist/elements/style.js"} {
		style := strings.ReplaceAll(string(mustRead(file)), " ", "")
		for _, look := range []theme{lightTheme, darkTheme} {
			for name, c := range map[string]colour{"accent": look.accent, "ink": look.ink, "quiet": look.quiet} {
				if !strings.Contains(style, c.String()) {
					t.Errorf("%s has another %s than %s", file, name, c)
				}
			}
		}
	}
}

var property = regexp.MustCompile(`--latchkey-([a-z-]+):(#[0-9a-f]{6});`)

// readStyle returns the colours of light pages in brand.css, and those of dark ones.
func readStyle(t *testing.T, style string) (light, dark map[string]colour) {
	t.Helper()
	first, second, ok := strings.Cut(style, "@supports (color:light-dark(#000,#fff)){@media (prefers-color-scheme:dark)")
	if !ok || strings.Count(style, "{") != strings.Count(style, "}") {
		t.Fatalf("no style: %s", style)
	}
	colours := func(text string) map[string]colour {
		found := map[string]colour{}
		for _, match := range property.FindAllStringSubmatch(text, -1) {
			found[match[1]] = mustColour(match[2])
		}
		return found
	}
	return colours(first), colours(second)
}

// Every accent that passes can be read, and so can what is derived from it; each one that does not is reported with a near one
// that does.
func TestAccents(t *testing.T) {
	refused, taken := 0, 0
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				accent := colour{uint8(r), uint8(g), uint8(b)}.String()
				brand := Branding{Accent: accent}
				if faults := brand.Faults(); len(faults) > 0 {
					refused++
					near := regexp.MustCompile(`#[0-9a-f]{6}`).FindString(faults[0].Remedy)
					if len(faults) != 1 || faults[0].Setting != "accent" || near == "" {
						t.Fatalf("%s: %v", accent, faults)
					}
					brand.Accent = near
				} else {
					taken++
				}
				if faults := brand.Faults(); len(faults) > 0 {
					t.Fatalf("%s was the remedy for %s: %v", brand.Accent, accent, faults)
				}
				light, dark := readStyle(t, string(brand.style()))
				checkAccent(t, lightTheme, light)
				checkAccent(t, darkTheme, dark)
			}
		}
	}
	if refused < 50 || taken < 50 {
		t.Errorf("%d refused, %d taken", refused, taken)
	}
}

func checkAccent(t *testing.T, look theme, c map[string]colour) {
	t.Helper()
	for _, pair := range []struct {
		what, on string
		a, b     colour
	}{
		{"accent", "card", c["accent"], look.card},
		{"accent", "ground", c["accent"], look.ground},
		{"accent-strong", "card", c["accent-strong"], look.card},
		{"on-accent", "accent", c["on-accent"], c["accent"]},
		{"on-accent", "accent-strong", c["on-accent"], c["accent-strong"]},
		{"badge-ink", "badge", c["badge-ink"], c["badge"]},
	} {
		if ratio := contrast(pair.a, pair.b); ratio < readableRatio {
			t.Errorf("%s: %s %s on %s %s has %.2f", look.name, pair.what, pair.a, pair.on, pair.b, ratio)
		}
	}
}

func TestBrandingFaults(t *testing.T) {
	svg := &Logo{Extension: ".svg"}
	for name, test := range map[string]struct {
		brand Branding
		want  string // the settings at fault
	}{
		"nothing":                 {Branding{}, ""},
		"everything":              {Branding{svg, svg, "#7a1fa2", "#d9a6f0", "#fffdf5", "#101010", "0px", "https://help.example.com/a?b", "help@example.com"}, ""},
		"short colour":            {Branding{Accent: "#fff"}, "accent"},
		"colour and more":         {Branding{Background: "#ffffff;}"}, "background"},
		"colour without #":        {Branding{AccentDark: "8fb0ff"}, "accent_dark"},
		"dark on dark":            {Branding{AccentDark: "#1b44a3"}, "accent_dark"},
		"pale ground on dark":     {Branding{BackgroundDark: "#eeeeee"}, "background_dark"},
		"middle ground":           {Branding{Background: "#bbbbbb"}, "background"},
		"accent lost on a ground": {Branding{Accent: "#6b6b6b", Background: "#e6e6e6"}, "accent"},
		"radius with a unit":      {Branding{Radius: "2rem"}, "radius"},
		"radius too round":        {Branding{Radius: "33px"}, "radius"},
		"half a pair of logos":    {Branding{LogoDark: svg}, "logo_dark_file"},
		"support without scheme":  {Branding{SupportURL: "help.example.com"}, "support_url"},
		"support by file":         {Branding{SupportURL: "file:///etc/passwd"}, "support_url"},
		"support with a user":     {Branding{SupportURL: "https://a:b@example.com"}, "support_url"},
		"two addresses":           {Branding{SupportEmail: "a@example.com, b@example.com"}, "support_email"},
		"address with a header":   {Branding{SupportEmail: "a@example.com?cc=b@example.com\r\n"}, "support_email"},
		"all at once":             {Branding{Accent: "x", AccentDark: "y", Radius: "z", SupportURL: "u"}, "accent accent_dark radius support_url"},
	} {
		var settings []string
		for _, fault := range test.brand.Faults() {
			settings = append(settings, fault.Setting)
			if !strings.HasSuffix(fault.Wrong, ".") || !strings.HasSuffix(fault.Remedy, ".") {
				t.Errorf("%s: no sentences: %q %q", name, fault.Wrong, fault.Remedy)
			}
		}
		if got := strings.Join(settings, " "); got != test.want {
			t.Errorf("%s: faults in %q, want %q", name, got, test.want)
		}
	}
}

func TestBrandedPage(t *testing.T) {
	plain := newServer(t, config())
	if resp, _ := request(t, "GET", plain.URL+"/assets/brand.css"); resp.StatusCode != 404 {
		t.Errorf("brand.css without branding: %s", resp.Status)
	}
	_, body := request(t, "GET", plain.URL+"/setup")
	if strings.Contains(body, "brand.css") || strings.Contains(body, "help@") || strings.Contains(body, "support-") {
		t.Errorf("a plain page is branded:\n%s", body)
	}

	cfg := config()
	light, err := NewLogo([]byte(drawingSVG))
	dark, darkErr := NewLogo(tinyPNG(t))
	if err != nil || darkErr != nil {
		t.Fatal(err, darkErr)
	}
	cfg.Branding = Branding{
		Logo: light, LogoDark: dark, Accent: "#7a1fa2", Background: "#fffdf5", Radius: "4px",
		SupportURL: "https://help.example.com/passkeys?a=1&b=\"><script>", SupportEmail: "help@example.com",
	}
	s := newServer(t, cfg)
	// On /recover the element itself says whom to turn to; once is enough.
	if _, recover := request(t, "GET", s.URL+"/recover"); strings.Contains(recover, "mailto:") || setting(t, recover, "support-email") != "help@example.com" {
		t.Errorf("/recover says it twice, or not at all:\n%s", recover)
	}
	_, body = request(t, "GET", s.URL+"/login")
	for _, want := range []string{
		`<link rel="icon" href="/auth/assets/logo.svg">`, `<link rel="stylesheet" href="/auth/assets/brand.css">`,
		`<img class="light-only" src="/auth/assets/logo.svg" alt=""`, `<img class="dark-only" src="/auth/assets/logo-dark.png" alt="" height="28" loading="lazy">`,
		`<a href="mailto:help@example.com" dir="ltr">help@example.com</a>`, `>help.example.com</a>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if setting(t, body, "support-email") != "help@example.com" || !strings.HasPrefix(setting(t, body, "support-url"), "https://help.example.com/passkeys?a=1&b=") || strings.Contains(body, "<script>") {
		t.Errorf("the element is not told, or too much:\n%s", body)
	}
	for path, want := range map[string]string{"logo.svg": "image/svg+xml", "logo-dark.png": "image/png", "brand.css": "text/css; charset=utf-8"} {
		resp, content := request(t, "GET", s.URL+"/assets/"+path)
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != want || content == "" ||
			!strings.HasPrefix(resp.Header.Get("Content-Security-Policy"), "default-src 'none'; ") {
			t.Errorf("%s: %s %v", path, resp.Status, resp.Header)
		}
	}
	_, style := request(t, "GET", s.URL+"/assets/brand.css")
	inLight, inDark := readStyle(t, style)
	if inLight["accent"].String() != "#7a1fa2" || inLight["ground"].String() != "#fffdf5" || inDark["ground"] != darkTheme.ground || !strings.Contains(style, "--latchkey-radius:4px;") {
		t.Errorf("brand.css is %s", style)
	}
}

func TestFrames(t *testing.T) {
	cfg := config()
	cfg.FrameAncestors = []string{"https://app.example.com", "https://portal.example.com"}
	s := newServer(t, cfg)
	for _, name := range pageNames {
		resp, _ := request(t, "GET", s.URL+"/"+name)
		if !strings.HasSuffix(resp.Header.Get("Content-Security-Policy"), "; frame-ancestors https://app.example.com https://portal.example.com") || resp.Header.Get("X-Frame-Options") != "" {
			t.Errorf("/%s: %v", name, resp.Header)
		}
	}
}

// What the pages pass to the elements, page by page.
func TestShellsTellTheirElements(t *testing.T) {
	cfg := config()
	cfg.AskAgain, cfg.RecoveryCodes, cfg.Session = 90_000_000_000, true, "cookie"
	s := newServer(t, cfg)
	const q = "return_to=/x"
	for address, want := range map[string]string{
		"/setup?offer&" + q:     `ask-again-after="90" offer asked passkeys-url="/auth/passkeys?return_to=%2Fx" recover-url="/auth/recover?return_to=%2Fx" return-to="/x"`,
		"/setup":                `!offer !asked passkeys-url="/auth/passkeys" recover-url="/auth/recover" !gate !session`,
		"/login?interaction=i":  `session="cookie" interaction="i" !asked recover-url="/auth/recover"`,
		"/step-up?gate=g&" + q:  `gate="g" setup-url="/auth/setup?return_to=%2Fx" recover-url="/auth/recover?gate=g&return_to=%2Fx" asked`,
		"/step-up":              `!gate recover-url="/auth/recover"`,
		"/passkeys":             `recovery-codes recover-url="/auth/recover" setup-url="/auth/setup" !asked`,
		"/recover?gate=g":       `gate="g" passkeys-url="/auth/passkeys" !recover-url`,
		"/recover?gate=%22%3E<": `gate="\"><"`,
	} {
		_, body := request(t, "GET", s.URL+address)
		for _, wish := range regexp.MustCompile(`(!?)([a-z-]+)(?:="((?:\\.|[^"])*)")?(?: |$)`).FindAllStringSubmatch(want, -1) {
			value, present := attribute(t, body, wish[2])
			if present == (wish[1] == "!") || value != strings.ReplaceAll(wish[3], `\`, "") {
				t.Errorf("%s: %s is %q (%v), want %s", address, wish[2], value, present, wish[0])
			}
		}
	}
	_, body := request(t, "GET", s.URL+"/login")
	if !strings.Contains(body, `<label slot="identifier-label" for="identifier">Email or username (optional)</label>`) || !strings.Contains(body, `autocomplete="username webauthn"`) || !strings.Contains(body, " autofocus>") {
		t.Errorf("no field for password managers in\n%s", body)
	}
}

// What is dark stands on a dark page only: browsers without light-dark() have the light one at night, too.
func TestDarkLogoOnDarkPagesOnly(t *testing.T) {
	style := source(t, "pages/page.css")
	before, after, found := strings.Cut(style, "@supports (color: light-dark(#000, #fff)) {\n  @media (prefers-color-scheme: dark) {")
	inside, _, closed := strings.Cut(after, "\n}\n")
	if !found || !closed || !strings.Contains(before, "header .dark-only { display: none; }") ||
		!strings.Contains(inside, "header .light-only { display: none; }") || !strings.Contains(inside, "header .dark-only { display: block; }") {
		t.Errorf("the logos are chosen by something else:\n%s", style)
	}
	if layout := source(t, "pages/layout.html"); strings.Contains(layout, "prefers-color-scheme") {
		t.Error("the markup asks for the scheme, and not whether the page follows it")
	}
}
