package config

import "time"

// Branding is the appearance of the pages. Colours with too little contrast are refused.
type Branding struct {
	// The name of the application. Without it, the name of the first relying party.
	Name string `koanf:"name" optional:"true" example:"Harbour"`
	// An image of at most 64 kB: SVG (without scripts, links or animation), PNG or WebP. It is displayed 28 pixels high
	// next to the name, and is the favicon.
	LogoFile string `koanf:"logo_file" optional:"true" example:"/etc/latchkey/logo.svg"`
	// The logo for dark mode, for a logo that is invisible on a dark background.
	LogoDarkFile string `koanf:"logo_dark_file" optional:"true" example:"/etc/latchkey/logo-dark.svg"`
	// The colour of buttons and links, as `"#2456c9"`, in quotes. It needs a contrast of 4.5 to 1 with white; text on
	// it is black or white, whichever has more contrast.
	Accent string `koanf:"accent" optional:"true" example:"#2456c9"`
	// The accent in dark mode. Without it, a lighter shade of accent.
	AccentDark string `koanf:"accent_dark" optional:"true" example:"#8fb0ff"`
	// The background of the pages.
	Background string `koanf:"background" optional:"true" example:"#f5f6f8"`
	// The background in dark mode.
	BackgroundDark string `koanf:"background_dark" optional:"true" example:"#111318"`
	// The corner radius of buttons and fields: `0px` to `32px`.
	Radius string `koanf:"radius" optional:"true" example:"12px"`
	// A JSON file of icons of authenticators by AAGUID, such as that of FIDO's Convenience Metadata Service. Without it, the
	// pages draw a symbol for each kind of authenticator.
	AuthenticatorIconsFile string `koanf:"authenticator_icons_file" optional:"true" example:"/etc/latchkey/cmds.json"`
	// A help page, to which pages and mails link where a user may need help.
	SupportURL string `koanf:"support_url" optional:"true" example:"https://help.example.com"`
	// An email address for help, displayed in the same places.
	SupportEmail string `koanf:"support_email" optional:"true" example:"help@example.com"`
}

// Setup is the page that offers a first passkey.
type Setup struct {
	// How long the page waits before it offers a passkey again after the answer "not now".
	AskAgain time.Duration `koanf:"ask_again" min:"1h"`
}
