package config

import (
	"net/url"
	"strings"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Hooks holds Kratos' web_hooks that call Latchkey.
type Hooks struct {
	// The value that Kratos sends in the header `X-Hook-Key`, at least 32 characters. Without it, hooks are disabled.
	Key value.Secret `koanf:"key" optional:"true" secret:"true"`
	// A file that contains the key. Set this or key, not both.
	KeyFile string `koanf:"key_file" optional:"true" example:"/run/secrets/latchkey_hook"`
	// The `selfservice.flows.login.ui_url` in kratos.yml, to which the login gate returns users after they used their passkey.
	LoginUIURL string `koanf:"login_ui_url" optional:"true" example:"https://app.example.com/login"`
	// The `selfservice.flows.settings.ui_url` in kratos.yml, to which the settings gate returns users after they used
	// their passkey. Its origin must be in return_to.
	SettingsUIURL string `koanf:"settings_ui_url" optional:"true" example:"https://app.example.com/settings"`
	// The parent domain of Latchkey and Kratos, as in `session.cookie.domain` of kratos.yml, for the cookie of the
	// login gate. Not needed when both have the same host name.
	CookieDomain string `koanf:"cookie_domain" optional:"true" example:"example.com"`
}

// check validates the key, and what the login gate needs in addition.
func (h Hooks) check(r *setting.Report, baseURL, browserURL string, loginGate bool) {
	if wrong := h.Key.Weakness(); wrong != "" && h.Key != "" {
		r.Fault("kratos.hooks.key", wrong, makeSecret)
	}
	checkHookPage(r, "login", h.LoginUIURL)
	checkHookPage(r, "settings", h.SettingsUIURL)
	if !loginGate {
		return
	}
	ours, theirs := value.HostOf(baseURL), value.HostOf(browserURL)
	checkCookieDomain(r, h.CookieDomain, ours, theirs)
	if h.Key == "" {
		r.Fault("policy.login_gate", "is true, but kratos.hooks.key is not set.", makeSecret+" Put it in the file kratos.hooks.key_file, and use the same value in the web_hooks of kratos.yml.")
	}
	if h.LoginUIURL == "" {
		r.Fault("policy.login_gate", "is true, but kratos.hooks.login_ui_url is not set.", "Copy selfservice.flows.login.ui_url from kratos.yml.")
	}
	if ours != theirs && h.CookieDomain == "" {
		r.Fault("policy.login_gate", "is true, Latchkey ("+ours+") and Kratos ("+theirs+") have different hosts, but kratos.hooks.cookie_domain is not set.", "Set it to their common parent domain, as session.cookie.domain in kratos.yml.")
	}
}

// checkHookPage checks the address of the page of a flow, login or settings.
func checkHookPage(r *setting.Report, flowName, address string) {
	if address == "" {
		return
	}
	page, err := url.Parse(address)
	if err != nil || (page.Scheme != "http" && page.Scheme != "https") || page.Hostname() == "" || page.User != nil || page.Fragment != "" {
		r.Fault("kratos.hooks."+flowName+"_ui_url", "is not an http or https address of a page.", "Copy selfservice.flows."+flowName+".ui_url from kratos.yml.")
	}
}

// checkCookieDomain checks that the domain is a parent of both hosts, and not a public suffix.
func checkCookieDomain(r *setting.Report, domain string, hosts ...string) {
	if domain == "" {
		return
	}
	if domain != strings.ToLower(strings.Trim(domain, ".")) || !strings.Contains(domain, ".") || value.PublicSuffix(domain) == domain {
		r.Fault("kratos.hooks.cookie_domain", "is not a domain for a cookie.", "Write it as example.com: without a leading or trailing dot, and not a public suffix.")
		return
	}
	for _, host := range hosts {
		if host != "" && host != domain && !strings.HasSuffix(host, "."+domain) {
			r.Fault("kratos.hooks.cookie_domain", "is not a parent domain of "+host+": the browser would drop the cookie.", "Set it to a common parent domain of serve.public.base_url and kratos.browser_url.")
		}
	}
}
