package doctor

import (
	"net/http"
	"slices"
	"time"

	"latchkey/kratos/inspect"
)

// Checks returns all checks, in the order in which they run. origin limits those of applications to one
// of them; empty: all that are configured.
func Checks(cfg Config, origin string) []Check {
	o := outside{cfg, origin, &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	k := inspected{cfg, inspect.New(cfg.Kratos.PublicURL, cfg.Kratos.AdminURL, cfg.Kratos.Timeout)}
	return slices.Concat(databaseChecks(cfg), outsideChecks(o), kratosChecks(cfg, k))
}

func databaseChecks(cfg Config) []Check {
	d := stored{cfg}
	return []Check{
		{"database", "the database can be written to, has the current schema, and its clock agrees with ours", nil, false, d.check},
	}
}

func outsideChecks(o outside) []Check {
	checks := []Check{
		{"address", "serve.public.base_url leads to this Latchkey", nil, false, o.address},
		{"address.proxy", "proxies pass on the host and the client's address", []string{"address"}, false, o.proxy},
		{"origins", "the pages of the configured origins may use passkeys", []string{"address"}, false, o.origins},
		{"applications", "no header of the applications forbids passkeys", []string{"origins"}, false, o.applications},
	}
	if len(o.documents()) > 0 {
		checks = append(checks, Check{"well_known", "the documents below /.well-known are where browsers and apps look for them", nil, false, o.wellKnown})
	}
	return checks
}

func kratosChecks(cfg Config, k inspected) []Check {
	checks := []Check{
		{"kratos.addresses", "both APIs of Kratos answer where they are configured", nil, true, k.addresses},
		{"kratos.version", "Kratos' version is known to work", []string{"kratos.addresses"}, true, k.version},
		{"kratos.clock", "Kratos' clock agrees with ours", []string{"kratos.addresses"}, true, k.clock},
		{"kratos.browser_url", "Kratos and Latchkey agree on Kratos' address for browsers", []string{"kratos.addresses"}, true, k.browserURL},
		{"kratos.cookie_domain", "browsers send Kratos' session to Latchkey", []string{"kratos.browser_url"}, true, k.cookieDomain},
		{"kratos.return_urls", "Kratos sends browsers back to Latchkey", []string{"kratos.addresses", "address"}, true, k.returnURLs},
		{"kratos.schemas", "kratos.traits fits the identity schemas", []string{"kratos.addresses"}, false, k.schemas},
	}
	if cfg.Kratos.Provider != "" {
		checks = append(checks,
			Check{"kratos.provider", "Kratos has Latchkey as an OpenID provider", []string{"kratos.addresses"}, true, k.provider},
			Check{"kratos.issuer", "Kratos reaches that provider and sends browsers to it", []string{"kratos.provider", "kratos.browser_url", "address"}, false, k.issuer})
	}
	return checks
}
