package config

import (
	"time"
)

// Branding is how the pages look. Colours that could not be read are refused.
type Branding struct {
	// What people know the application by. Without it, the name of the first relying party.
	Name string `koanf:"name" optional:"true" example:"Harbour"`
	// An image of at most 64 kB: SVG (without scripts, links or animation), PNG or WebP. It is shown 28 pixels high beside
	// the name, and is the icon of the pages.
	LogoFile string `koanf:"logo_file" optional:"true" example:"/etc/latchkey/logo.svg"`
	// The same for dark pages, where the logo cannot be seen on dark ground.
	LogoDarkFile string `koanf:"logo_dark_file" optional:"true" example:"/etc/latchkey/logo-dark.svg"`
	// The colour of buttons and links, as `"#2456c9"`, in quotes. It must be readable on white (a contrast of 4.5 to 1);
	// what is written on it is black or white by itself.
	Accent string `koanf:"accent" optional:"true" example:"#2456c9"`
	// The same on dark pages. Without it, accent made lighter until it can be read there.
	AccentDark string `koanf:"accent_dark" optional:"true" example:"#8fb0ff"`
	// The ground of the pages.
	Background string `koanf:"background" optional:"true" example:"#f5f6f8"`
	// The ground of dark pages.
	BackgroundDark string `koanf:"background_dark" optional:"true" example:"#111318"`
	// How round buttons and fields are: `0px` to `32px`.
	Radius string `koanf:"radius" optional:"true" example:"12px"`
	// A page where people find help, shown where something may go wrong.
	SupportURL string `koanf:"support_url" optional:"true" example:"https://help.example.com"`
	// An e-mail address for the same.
	SupportEmail string `koanf:"support_email" optional:"true" example:"help@example.com"`
}

// Setup is the page that offers a first passkey.
type Setup struct {
	// How long somebody who said "not now" is left alone, in the browser they said it in.
	AskAgain time.Duration `koanf:"ask_again" min:"1h"`
}
