package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
)

func (c *checker) listeners() {
	serve := c.config.Serve
	c.addresses(
		listener{path: "serve.public.address", address: serve.Public.Address},
		listener{path: "serve.admin.address", address: serve.Admin.Address, private: true, example: "127.0.0.1:4478"},
		listener{path: "serve.metrics.address", address: serve.Metrics.Address, private: true, example: "127.0.0.1:4479"},
	)
	c.origin("serve.public.base_url", serve.Public.BaseURL)
	for i, origin := range serve.Public.AllowedOrigins {
		c.origin(fmt.Sprintf("serve.public.allowed_origins[%d]", i), origin)
	}
	for i, origin := range serve.Public.FrameAncestors {
		c.frameAncestor(fmt.Sprintf("serve.public.frame_ancestors[%d]", i), origin)
	}
	for i, proxy := range serve.Public.TrustedProxies {
		c.proxy(fmt.Sprintf("serve.public.trusted_proxies[%d]", i), proxy)
	}
}

// listener is one address to listen on, and one that it could have instead.
type listener struct {
	path, address, example string
	private                bool // it should not be reached from other machines

	host, port string
}

// addresses looks at each listener, and whether it has its port for itself.
func (c *checker) addresses(listeners ...listener) {
	var seen []listener
	for _, l := range listeners {
		var ok bool
		if l.host, l.port, ok = c.address(l.path, l.address); !ok {
			continue
		}
		for _, other := range seen {
			if l.collides(other) {
				c.fault(l.path, "is the same as "+other.path+" ("+other.address+").", "Give it a port of its own, such as "+l.example+".")
			}
		}
		if l.private && !isLoopback(l.host) {
			c.warn(l.path, "can be reached from other machines.", "Listen on 127.0.0.1, or make sure that only your own network reaches it.")
		}
		seen = append(seen, l)
	}
}

func (l listener) collides(other listener) bool {
	return l.port == other.port && l.port != "0" &&
		(l.host == other.host || isWildcard(l.host) || isWildcard(other.host))
}

func (c *checker) address(path, address string) (host, port string, ok bool) {
	if address == "" {
		return "", "", false
	}
	host, port, err := net.SplitHostPort(address)
	number, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil {
		c.fault(path, "is no address to listen on.", "Write host:port, such as 127.0.0.1:4477, or :4477 for all interfaces.")
		return "", "", false
	}
	return host, strconv.FormatUint(number, 10), true
}

// frameAncestor checks an origin whose pages may frame ours. On another site a frame gets no cookies, and the page would
// find nobody signed in.
func (c *checker) frameAncestor(path, origin string) {
	if !c.origin(path, origin) {
		return
	}
	theirs, err := url.Parse(origin)
	ours, oursErr := url.Parse(c.config.Serve.Public.BaseURL)
	if err == nil && oursErr == nil && ours.Host != "" && !sameSite(ours, theirs) {
		c.warn(path, "is not on the site of serve.public.base_url ("+c.config.Serve.Public.BaseURL+"): browsers send a frame there no cookies, so people will not be signed in.", "Link to the page instead of framing it, or put both on one scheme and one domain.")
	}
}

func (c *checker) proxy(path, proxy string) {
	network, err := netip.ParsePrefix(proxy)
	if _, addrErr := netip.ParseAddr(proxy); err != nil && addrErr != nil && proxy != "" {
		c.fault(path, "is neither an IP address nor a network.", "Write it as 10.1.2.3 or 10.0.0.0/8; host names are not looked up.")
	}
	if err == nil && network.Bits() == 0 {
		c.warn(path, "trusts everybody: each client can choose the address it is known by.", "Name only the proxies in front of Latchkey.")
	}
}

func isWildcard(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "" || err == nil && addr.IsUnspecified()
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return isLocalhost(host) || err == nil && addr.IsLoopback()
}
