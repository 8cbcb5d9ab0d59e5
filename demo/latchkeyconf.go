package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// LatchkeyOptions are the settings that demos and tests vary. Only Kratos is required.
type LatchkeyOptions struct {
	Binary string  // from BuildLatchkey; default: build it
	Kratos *Kratos // the Kratos that it uses

	// DSN is its database; default: a SQLite file in Dir. Replicas on one PostgreSQL need a common secret: Env:
	// []string{"LATCHKEY_SECRETS_CIPHER=" + RandomSecret()}.
	DSN string

	PublicPort, AdminPort int // on loopback; default: any free ones

	Name string // the name of the application in browsers and on the pages; default: Latchkey

	// AppURL is the application that uses Latchkey: its origin may run ceremonies, and it is the first of return_to.
	// Default: none.
	AppURL string

	FrontEnds []string // origins of further applications with the same rights

	ConfigFile string // a latchkey.yml, which then names the relying party and its origins; default: none

	Env []string // further settings as LATCHKEY_NAME=value; they override the above
	Dir string   // working directory, with database and log; default: a temporary one, which Close removes
}

// environment returns the complete environment of the child: the caller's own settings for Latchkey must not apply.
func (o LatchkeyOptions) environment(l *Latchkey) ([]string, error) {
	apps := slices.Clone(o.FrontEnds)
	if o.AppURL != "" {
		apps = slices.Insert(apps, 0, strings.TrimSuffix(o.AppURL, "/"))
	}
	rp, err := json.Marshal([]map[string]any{{"id": "localhost", "name": cmp.Or(o.Name, "Latchkey"), "origins": append([]string{l.PublicURL}, apps...)}})
	if err != nil {
		return nil, err
	}
	dsn := o.DSN
	if dsn == "" {
		dsn = "sqlite://" + filepath.Join(l.dir, "latchkey.db")
	}
	settings := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + l.dir, "TMPDIR=" + l.dir,
		"LATCHKEY_DSN=" + dsn,
		"LATCHKEY_SERVE_PUBLIC_ADDRESS=" + fmt.Sprintf("127.0.0.1:%d", l.publicPort),
		"LATCHKEY_SERVE_PUBLIC_BASE_URL=" + l.PublicURL,
		"LATCHKEY_SERVE_ADMIN_ADDRESS=" + fmt.Sprintf("127.0.0.1:%d", l.adminPort),
		"LATCHKEY_KRATOS_PUBLIC_URL=" + o.Kratos.PublicURL,
		"LATCHKEY_KRATOS_BROWSER_URL=" + o.Kratos.BrowserURL,
		"LATCHKEY_KRATOS_ADMIN_URL=" + o.Kratos.AdminURL,
	}
	if o.ConfigFile == "" {
		settings = append(settings, "LATCHKEY_WEBAUTHN_RP="+string(rp))
	} else {
		settings = append(settings, "LATCHKEY_CONFIG="+o.ConfigFile)
	}
	if len(apps) > 0 {
		settings = append(settings, "LATCHKEY_RETURN_TO="+strings.Join(apps, "/,")+"/")
	}
	return append(settings, o.Env...), nil
}
