package config

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Serve holds the listeners.
type Serve struct {
	// The listener for browsers and apps.
	Public PublicListener `koanf:"public"`
	// The listener for support staff and tools. Each call needs an admin key, or the Kratos session of a user with a
	// role; see docs/admin-api.md.
	Admin AdminListener `koanf:"admin"`
	// A separate listener for Prometheus, if you want one.
	Metrics MetricsListener `koanf:"metrics"`
}

// PublicListener is the listener for browsers and apps.
type PublicListener struct {
	// The address to listen on, as `host:port`. Without a host: all interfaces.
	Address string `koanf:"address"`
	// To speak https here, without a proxy.
	TLS TLS `koanf:"tls"`
	// The origin under which browsers reach this listener, such as `https://passkeys.example.com`. The pages are served
	// there, so it should also be listed in webauthn.rp.
	BaseURL string `koanf:"base_url"`
	// Further origins whose pages may call the API with the Kratos cookie, besides base_url and those of
	// webauthn.rp. Origins of hybrid apps and browser extensions (`capacitor://localhost`, `ionic://`, `tauri://`,
	// `chrome-extension://`, `moz-extension://`, `safari-web-extension://`) may be listed; see docs/sdk.md.
	AllowedOrigins []string `koanf:"allowed_origins" optional:"true" example:"https://app.example.com"`
	// Origins whose pages may embed Latchkey's pages in a frame and run passkey ceremonies there. An empty list forbids
	// framing. The frame needs `allow="publickey-credentials-get; publickey-credentials-create"`, and receives cookies
	// only on the site of base_url; see docs/pages.md.
	FrameAncestors []string `koanf:"frame_ancestors" optional:"true" example:"https://app.example.com"`
	// Whether responses have `Strict-Transport-Security: max-age=31536000`, so that browsers use only https for this
	// host. Only if base_url is https. Set it to false if the proxy in front sends this header.
	HSTS bool `koanf:"hsts"`
	// Whether the SDK reports failures of a passkey prompt, such as `cancelled` or `wrong_domain`, to this listener, which
	// counts them by cause. A report contains the kind of ceremony and the cause, and nothing about the user; see docs/metrics.md.
	BrowserFailures bool `koanf:"browser_failures"`
	// The proxies in front of Latchkey, as IP addresses or networks such as `10.0.0.0/8`. `X-Forwarded-For`, or
	// `Forwarded` (RFC 7239) without it, is trusted only from these; for other clients the address of the connection
	// counts. See docs/tls.md.
	TrustedProxies []string `koanf:"trusted_proxies" optional:"true" example:"10.0.0.0/8"`
}

// Host is the host name in base_url.
func (p PublicListener) Host() string { return value.HostOf(p.BaseURL) }

// AdminListener is the listener for support staff and tools.
type AdminListener struct {
	// The address to listen on, as `host:port`. Use loopback or a private network.
	Address string `koanf:"address"`
	// To speak https here.
	TLS TLS `koanf:"tls"`
}

// MetricsListener is a listener for Prometheus alone.
type MetricsListener struct {
	// The address to listen on, as `host:port`. It serves `GET /metrics` without authentication, so use loopback or a
	// private network. The admin listener serves the same to keys with the scope `read`.
	Address string `koanf:"address" optional:"true" example:"127.0.0.1:4479"`
}

func (s Serve) check(r *setting.Report) {
	checkListeners(r, endpoint{path: "serve.public.address", address: s.Public.Address},
		endpoint{path: "serve.admin.address", address: s.Admin.Address, private: true, example: "127.0.0.1:4478"},
		endpoint{path: "serve.metrics.address", address: s.Metrics.Address, private: true, example: "127.0.0.1:4479"},
	)
	s.Public.TLS.check(r, "serve.public.tls")
	s.Admin.TLS.check(r, "serve.admin.tls")
	if s.Public.TLS.On() && strings.HasPrefix(s.Public.BaseURL, "http:") {
		r.Warn("serve.public.base_url", "is http, and with serve.public.tls this listener speaks only https.", "Write it with https://.")
	}
	checkOrigin(r, "serve.public.base_url", s.Public.BaseURL)
	for i, origin := range s.Public.AllowedOrigins {
		checkText(r, fmt.Sprintf("serve.public.allowed_origins[%d]", i), origin, value.CallerFault)
	}
	for i, origin := range s.Public.FrameAncestors {
		s.Public.checkFrame(r, fmt.Sprintf("serve.public.frame_ancestors[%d]", i), origin)
	}
	checkProxies(r, "serve.public.trusted_proxies", s.Public.TrustedProxies)
}

// endpoint is one address to listen on, with an alternative.
type endpoint struct {
	path, address, example string
	private                bool // should not be reachable from other machines

	host, port string
}

// checkListeners checks each listener, and that each has its own port.
func checkListeners(r *setting.Report, endpoints ...endpoint) {
	var seen []endpoint
	for _, l := range endpoints {
		var ok bool
		if l.host, l.port, ok = checkAddress(r, l.path, l.address); !ok {
			continue
		}
		for _, other := range seen {
			if l.collides(other) {
				r.Fault(l.path, "is the same as "+other.path+" ("+other.address+").", "Use a different port, such as "+l.example+".")
			}
		}
		if l.private && !value.IsLoopback(l.host) {
			r.Warn(l.path, "can be reached from other machines.", "Listen on 127.0.0.1, or make sure that only your own network reaches it.")
		}
		seen = append(seen, l)
	}
}

func (l endpoint) collides(other endpoint) bool {
	return l.port == other.port && l.port != "0" &&
		(l.host == other.host || value.IsWildcard(l.host) || value.IsWildcard(other.host))
}

func checkAddress(r *setting.Report, path, address string) (host, port string, ok bool) {
	if address == "" {
		return "", "", false
	}
	host, port, err := net.SplitHostPort(address)
	number, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil {
		r.Fault(path, "is not an address to listen on.", "Write host:port, such as 127.0.0.1:4477, or :4477 for all interfaces.")
		return "", "", false
	}
	return host, strconv.FormatUint(number, 10), true
}

// checkFrame checks an origin whose pages may frame ours. On another site the frame gets no cookies, so the user would
// not be signed in.
func (p PublicListener) checkFrame(r *setting.Report, path, origin string) {
	if !checkOrigin(r, path, origin) {
		return
	}
	theirs, err := url.Parse(origin)
	ours, oursErr := url.Parse(p.BaseURL)
	if err == nil && oursErr == nil && ours.Host != "" && !value.SameSite(ours, theirs) {
		r.Warn(path, "is not on the site of serve.public.base_url ("+p.BaseURL+"): browsers send no cookies to a frame there, so users will not be signed in.", "Link to the page instead of framing it, or put both on one scheme and one domain.")
	}
}
