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

// LatchkeyOptions are what demos and tests vary. Only Kratos is needed.
type LatchkeyOptions struct {
	Binary string  // from BuildLatchkey; default: it is built
	Kratos *Kratos // the one it stands beside

	// DSN is where its records live; default: a SQLite file in Dir. Replicas on one PostgreSQL need a common secret:
	// Env: []string{"LATCHKEY_SECRETS_CIPHER=" + RandomSecret()}.
	DSN string

	PublicPort, AdminPort int // on loopback; default: free ones

	Name string // what people know the application by, in browsers and on the pages; default: Latchkey

	// AppURL is the application that people come from and go back to: its origin may run ceremonies, and it is the first
	// of return_to. Default: none.
	AppURL string

	FrontEnds []string // origins of further applications, which may do the same

	ConfigFile string // a latchkey.yml, which then names the relying party and its origins; default: none

	Env []string // further settings as LATCHKEY_NAME=value; they win over the above
	Dir string   // working directory, with database and log; default: a temporary one, which Close removes
}

// environment is all that the child gets: what the caller's own environment says about Latchkey must not count here.
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
