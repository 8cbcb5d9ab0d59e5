package doctor

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// checked returns the origins to check: of applications, which are not our own.
func (o outside) checked() []string {
	if o.origin != "" {
		return []string{o.origin}
	}
	return slices.DeleteFunc(slices.Clone(o.Origins), func(origin string) bool { return origin == o.BaseURL })
}

// origins asks about each origin as its pages do.
func (o outside) origins(ctx context.Context) (found []Finding) {
	for _, origin := range o.checked() {
		got, err := o.ask(ctx, origin)
		switch {
		case err != nil:
			found = append(found, Faultf("Latchkey does not answer the pages of %s", origin).Because("POST %s/v1/origin: %v", o.BaseURL, err).
				Do("Let the proxy pass on requests with the header Origin."))
		case !got.Allowed:
			found = append(found, Faultf("the pages of %s may not call Latchkey", origin).
				Because("POST %s/v1/origin with that origin: allowed is false", o.BaseURL).Do("%s", o.listRemedy(origin)))
		case !got.Passkeys && o.origin != "":
			found = append(found, Warnf("the pages of %s may call Latchkey, and not use passkeys", origin).
				Because("POST %s/v1/origin with that origin: passkeys is false", o.BaseURL).Do("%s", o.listRemedy(origin)))
		case !got.open:
			found = append(found, Faultf("the proxy removes the CORS headers of Latchkey's responses").As("origins.cors").
				Because("POST %s/v1/origin with Origin %s: no Access-Control-Allow-Origin", o.BaseURL, origin).
				Do("Let the proxy pass on Access-Control-* unchanged, and not answer OPTIONS itself."))
		}
	}
	return found
}

// listRemedy says where to list an origin: it must be on the RP ID or below it, or be published as a related one.
func (o outside) listRemedy(origin string) string {
	host := hostOf(origin)
	for _, rp := range o.RPs {
		if within(host, rp.ID) {
			return "Add " + origin + " to the origins of " + rp.ID + ": " + o.At("webauthn.rp") + "."
		}
	}
	return "It is on no RP ID that is configured. Add it to origins and to related_origins of " + o.RPs[0].ID + ": " + o.At("webauthn.rp") +
		", and see docs/domains.md; or only to serve.public.allowed_origins, if its pages use no passkeys."
}

// applications reads the headers of each application's first page.
func (o outside) applications(ctx context.Context) (found []Finding) {
	for _, origin := range o.checked() {
		if !strings.HasPrefix(origin, "http") { // of a native app or an extension
			continue
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+"/", nil)
		if err != nil {
			continue
		}
		resp, err := o.client.Do(req)
		if err != nil {
			found = append(found, Skipf("the headers of %s: %v", origin, cause(err)))
			continue
		}
		resp.Body.Close()
		found = append(found, o.headersOf(origin, resp.Header)...)
	}
	return found
}

// headersOf finds what forbids passkeys in the headers of a page: a Permissions-Policy without WebAuthn, and a
// Content-Security-Policy without us.
func (o outside) headersOf(origin string, header http.Header) (found []Finding) {
	policy := strings.ReplaceAll(strings.Join(header.Values("Permissions-Policy"), ","), " ", "")
	for _, feature := range []string{"publickey-credentials-get", "publickey-credentials-create"} {
		if strings.Contains(policy, feature+"=()") {
			found = append(found, Faultf("the pages of %s forbid passkeys to themselves", origin).As("applications.permissions").
				Because("GET %s/: Permissions-Policy has %s=()", origin, feature).
				Do("Let the application send %s=(self).", feature))
		}
	}
	for _, csp := range header.Values("Content-Security-Policy") {
		for _, directive := range []string{"connect-src", "script-src"} {
			if sources, ok := sourcesOf(csp, directive); ok && !allows(sources, o.BaseURL, origin) {
				found = append(found, Warnf("the pages of %s cannot load Latchkey's module, or call it", origin).As("applications.csp").
					Because("GET %s/: Content-Security-Policy has %s %s", origin, directive, strings.Join(sources, " ")).
					Do("Add %s to %s there, unless the application bundles the module.", o.BaseURL, directive))
			}
		}
	}
	return found
}

// sourcesOf returns the sources of a directive, or of default-src without it (CSP3 §6.8.4); false: neither is there.
func sourcesOf(csp, directive string) (sources []string, ok bool) {
	for part := range strings.SplitSeq(csp, ";") {
		fields := strings.Fields(part)
		if len(fields) == 0 {
			continue
		}
		switch strings.ToLower(fields[0]) {
		case directive:
			return fields[1:], true
		case "default-src":
			sources, ok = fields[1:], true
		}
	}
	return sources, ok
}

// allows reports whether sources allow an address. It knows the forms that are common for hosts, and gives others the benefit of
// the doubt.
func allows(sources []string, address, page string) bool {
	host := hostOf(address)
	scheme, _, _ := strings.Cut(address, ":")
	return slices.ContainsFunc(sources, func(source string) bool {
		switch source = strings.ToLower(source); {
		case source == "'none'":
			return false
		case source == "'self'":
			return strings.EqualFold(address, page)
		case strings.HasPrefix(source, "'"):
			return strings.HasPrefix(source, "'nonce-") || strings.HasPrefix(source, "'strict-dynamic")
		case source == "*", source == scheme+":":
			return true
		}
		name := strings.TrimPrefix(source, scheme+"://")
		name, _, _ = strings.Cut(name, "/")
		name, _, _ = strings.Cut(name, ":")
		return name == host || strings.HasPrefix(name, "*.") && within(host, name[2:]) && host != name[2:]
	})
}
