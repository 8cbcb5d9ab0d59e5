package config

import (
	"cmp"
	"fmt"
	"math"
	"net/netip"
	"slices"

	"latchkey/config/setting"
)

// checkProxies checks the proxies in front of Latchkey.
func checkProxies(r *setting.Report, path string, proxies []string) {
	checkNetworks(r, path, proxies, "each could forge its address.", "Name only the proxies in front of Latchkey, such as 10.0.0.0/8.")
}

// checkNetworks checks each entry, and that they do not contain half of the Internet, in one piece or in several.
func checkNetworks(r *setting.Report, path string, texts []string, danger, remedy string) {
	var networks []netip.Prefix
	for i, text := range texts {
		network, ok := parseProxy(text)
		if !ok {
			if text != "" { // already reported
				r.Fault(fmt.Sprintf("%s[%d]", path, i), "is neither an IP address nor a network.", "Write it as 10.1.2.3 or 10.0.0.0/8; host names are not looked up.")
			}
			continue
		}
		networks = append(networks, network)
	}
	if trustsInternet(networks) {
		r.Fault(path, "trusts all clients, or at least half of the Internet: "+danger, remedy)
	}
}

// parseProxy reads an address or a network. An IPv4-mapped IPv6 address becomes IPv4.
func parseProxy(text string) (netip.Prefix, bool) {
	network, err := netip.ParsePrefix(text)
	if addr, addrErr := netip.ParseAddr(text); addrErr == nil {
		network, err = netip.PrefixFrom(addr.WithZone(""), addr.BitLen()), nil
	}
	if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
	}
	return network.Masked(), err == nil
}

// globalUnicast holds all addresses of the IPv6 Internet.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// trustsInternet reports whether the networks contain half of the addresses of IPv4 or of IPv6.
func trustsInternet(networks []netip.Prefix) bool {
	networks = slices.Clone(networks)
	slices.SortFunc(networks, func(a, b netip.Prefix) int { return cmp.Or(a.Bits()-b.Bits(), a.Addr().Compare(b.Addr())) })
	var shares [2]float64 // of IPv4 and IPv6
	var counted []netip.Prefix
	for _, network := range networks {
		if slices.ContainsFunc(counted, func(larger netip.Prefix) bool { return larger.Overlaps(network) }) {
			continue
		}
		counted = append(counted, network)
		switch {
		case network.Addr().Is4():
			shares[0] += math.Pow(2, -float64(network.Bits()))
		case network.Overlaps(globalUnicast):
			shares[1] += math.Pow(2, -float64(max(0, network.Bits()-globalUnicast.Bits())))
		}
	}
	return shares[0] >= 0.5 || shares[1] >= 0.5
}
