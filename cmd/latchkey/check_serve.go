package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

func (c *checker) listeners() {
	serve := c.config.Serve
	publicHost, publicPort, publicOK := c.address("serve.public.address", serve.Public.Address)
	adminHost, adminPort, adminOK := c.address("serve.admin.address", serve.Admin.Address)
	if publicOK && adminOK && publicPort == adminPort && publicPort != "0" &&
		(publicHost == adminHost || isWildcard(publicHost) || isWildcard(adminHost)) {
		c.fault("serve.admin.address", "is the same as serve.public.address ("+serve.Public.Address+").", "Give the admin API a port of its own, such as 127.0.0.1:4478.")
	}
	if adminOK && !isLoopback(adminHost) {
		c.warn("serve.admin.address", "can be reached from other machines.", "Listen on 127.0.0.1, or make sure that only your own network reaches it.")
	}
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
