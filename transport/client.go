package transport

import (
	"iter"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
)

// Proxies finds clients behind proxies. It is safe for concurrent use.
type Proxies struct {
	trusted []netip.Prefix
	log     *slog.Logger

	untrusted, unreadable, different sync.Once // warnings
}

// NewProxies returns a Proxies that believes X-Forwarded-For and Forwarded from these addresses only.
func NewProxies(trusted []netip.Prefix, log *slog.Logger) *Proxies {
	p := &Proxies{log: log}
	for _, prefix := range trusted {
		p.trusted = append(p.trusted, plain(prefix))
	}
	return p
}

// Client returns the address of the client: of the connection, or if that is a trusted proxy, the last one in
// X-Forwarded-For (or in Forwarded, RFC 7239, without that) that is not. IPv4 addresses in IPv6 are returned as IPv4, and
// without zones. The result is the zero Addr if the entry that counts is not an address: the client is unknown then, and
// must not be taken for the proxy.
//
// X-Forwarded-For goes first because most proxies set it, and pass the client's own Forwarded on.
func (p *Proxies) Client(r *http.Request) netip.Addr {
	peer := node(r.RemoteAddr)
	listed, forwarded := r.Header["X-Forwarded-For"], r.Header["Forwarded"]
	if len(listed)+len(forwarded) == 0 {
		return peer
	}
	if !p.trusts(peer) {
		p.untrusted.Do(func() {
			p.log.Warn("a client that is not a trusted proxy sent X-Forwarded-For or Forwarded, which is ignored; if it is your proxy, "+
				"add it to serve.public.trusted_proxies (logged once)", "peer", peer.String())
		})
		return peer
	}
	client, found := p.last(addressesInList(listed))
	other, alsoFound := p.last(addressesInForwarded(forwarded))
	switch {
	case !found && !alsoFound:
		return peer // the proxy's own request, such as a health check
	case !found:
		client = other
	case alsoFound && client != other:
		p.different.Do(func() {
			p.log.Warn("X-Forwarded-For and Forwarded name different clients, X-Forwarded-For counts; have the proxy remove the header "+
				"that it does not set (logged once)", "proxy", peer.String())
		})
	}
	if !client.IsValid() {
		p.unreadable.Do(func() {
			p.log.Warn("a trusted proxy forwarded a request without a readable client address; such requests share one rate limit, and "+
				"their audit events have no address (logged once)", "proxy", peer.String())
		})
	}
	return client
}

// Forwarding is what became of the headers in which proxies name the client.
type Forwarding string

const (
	NotForwarded     Forwarding = "none"
	ForwardedUsed    Forwarding = "used"
	ForwardedIgnored Forwarding = "ignored" // the sender is not a trusted proxy
)

// Forwarding says what Client does with a request.
func (p *Proxies) Forwarding(r *http.Request) Forwarding {
	switch {
	case len(r.Header["X-Forwarded-For"])+len(r.Header["Forwarded"]) == 0:
		return NotForwarded
	case p.trusts(node(r.RemoteAddr)):
		return ForwardedUsed
	}
	return ForwardedIgnored
}

// last returns the first address that is not a trusted proxy's, seen from us, or the farthest if all are. It is the zero
// Addr if that entry is unreadable.
func (p *Proxies) last(addresses iter.Seq[netip.Addr]) (client netip.Addr, found bool) {
	for addr := range addresses {
		client, found = addr, true
		if !addr.IsValid() || !p.trusts(addr) {
			break
		}
	}
	return client, found
}

func (p *Proxies) trusts(addr netip.Addr) bool {
	for _, prefix := range p.trusted {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
