package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

	Env []string // further settings as LATCHKEY_NAME=value; they win over the above
	Dir string   // working directory, with database and log; default: a temporary one, which Close removes
}

// environment is all that the child gets: what the caller's own environment says about Latchkey must not count here.
func (o LatchkeyOptions) environment(l *Latchkey) ([]string, error) {
	origins := []string{l.PublicURL}
	if o.AppURL != "" {
		origins = append(origins, strings.TrimSuffix(o.AppURL, "/"))
	}
	rp, err := json.Marshal([]map[string]any{{"id": "localhost", "name": cmp.Or(o.Name, "Latchkey"), "origins": origins}})
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
		"LATCHKEY_WEBAUTHN_RP=" + string(rp),
	}
	if o.AppURL != "" {
		settings = append(settings, "LATCHKEY_RETURN_TO="+strings.TrimSuffix(o.AppURL, "/")+"/")
	}
	return append(settings, o.Env...), nil
}
