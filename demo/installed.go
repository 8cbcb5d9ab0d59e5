package demo

import (
	_ "embed"
	"os"
	"path/filepath"

	"latchkey/demo/app"
)

// InstalledLatchkey returns a Latchkey that runs elsewhere, with the database and the settings of this process's environment. Only its
// commands and addresses can be used.
func InstalledLatchkey(binary, publicURL, adminURL string) *Latchkey {
	return &Latchkey{binary: binary, PublicURL: publicURL, AdminURL: adminURL, env: os.Environ()}
}

// composeSettings is latchkey.yml for docker-compose.yml with the profile demo.
//
//go:embed compose.yml
var composeSettings []byte

// WriteSettings writes latchkey.yml and the logo that it names to the folder that the containers know as /run/secrets.
func WriteSettings(folder string) error {
	if err := os.WriteFile(filepath.Join(folder, "logo.svg"), app.Logo, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "latchkey.yml"), composeSettings, 0o644)
}
