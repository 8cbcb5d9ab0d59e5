package demo

import (
	"os"
	"path/filepath"

	"latchkey/demo/app"
)

// branding dresses Latchkey's pages, console and mails like the sample application. The logo is written to the directory.
func branding(dir string) ([]string, error) {
	logo := filepath.Join(dir, "logo.svg")
	return []string{
		"LATCHKEY_BRANDING_NAME=" + app.Name,
		"LATCHKEY_BRANDING_LOGO_FILE=" + logo,
		"LATCHKEY_BRANDING_ACCENT=" + app.Accent,
		"LATCHKEY_BRANDING_ACCENT_DARK=" + app.AccentDark,
	}, os.WriteFile(logo, app.Logo, 0o600)
}
