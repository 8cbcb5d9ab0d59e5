package main

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	cookieName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") // RFC 6265 §4.1.1
	traitPath  = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)
)

func (c *checker) kratos() {
	kratos := &c.config.Kratos
	c.kratosURL("kratos.public_url", &kratos.PublicURL)
	browser := c.kratosURL("kratos.browser_url", &kratos.BrowserURL)
	c.kratosURL("kratos.admin_url", &kratos.AdminURL)
	if kratos.AdminURL == kratos.PublicURL {
		c.warn("kratos.admin_url", "is the same as kratos.public_url.", "Kratos serves its admin API on a port of its own, usually 4434.")
	}
	if base, err := url.Parse(c.config.Serve.Public.BaseURL); err == nil && browser != nil && base.Host != "" && !sameSite(base, browser) {
		c.warn("kratos.browser_url", "is not on the same site as serve.public.base_url ("+c.config.Serve.Public.BaseURL+"): browsers will not send the Kratos cookie to Latchkey.", "Put both on one scheme and one domain, such as https://id.example.com and https://passkeys.example.com.")
	}
	if kratos.SessionCookie != "" && !cookieName.MatchString(kratos.SessionCookie) {
		c.fault("kratos.session_cookie", "is no name a cookie can have.", "Copy session.cookie.name from Kratos' configuration.")
	}
	c.trait("kratos.traits.login", kratos.Traits.Login)
	c.trait("kratos.traits.display_name", kratos.Traits.DisplayName)
}

func (c *checker) trait(path, trait string) {
	if trait != "" && !traitPath.MatchString(trait) {
		c.fault(path, "is no path to a trait.", "Write the names with dots between them, such as email or name.full.")
	}
}

// kratosURL checks the address of one of Kratos' APIs and takes off the slash at its end.
func (c *checker) kratosURL(path string, address *string) *url.URL {
	if *address == "" {
		return nil
	}
	parsed, err := url.Parse(*address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" {
		c.fault(path, "is no http or https address.", "Write it as http://127.0.0.1:4433.")
		return nil
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		c.fault(path, "has a user, a query or a fragment in it.", "Write scheme, host, port and path only.")
		return nil
	}
	*address = strings.TrimRight(*address, "/")
	return parsed
}
