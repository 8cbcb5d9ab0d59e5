package transport

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

const proxy = "10.1.2.3:4711"

// seenFrom returns the client that a request has with these headers, "unknown" without an address.
func seenFrom(p *Proxies, peer string, headers ...string) string {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	client := p.Client(r)
	if !client.IsValid() {
		return "unknown"
	}
	return client.String()
}

func proxies(t *testing.T, trusted ...string) (*Proxies, *bytes.Buffer) {
	t.Helper()
	var networks []netip.Prefix
	for _, text := range trusted {
		networks = append(networks, netip.MustParsePrefix(text))
	}
	var log bytes.Buffer
	return NewProxies(networks, slog.New(slog.NewTextHandler(&log, nil))), &log
}

func TestForwarding(t *testing.T) {
	p, _ := proxies(t, "10.1.0.0/16")
	for _, test := range []struct {
		peer   string
		header string
		want   Forwarding
	}{
		{proxy, "", NotForwarded}, {proxy, "X-Forwarded-For", ForwardedUsed}, {proxy, "Forwarded", ForwardedUsed},
		{"192.0.2.1:80", "X-Forwarded-For", ForwardedIgnored}, {"192.0.2.1:80", "Forwarded", ForwardedIgnored}, {"192.0.2.1:80", "", NotForwarded},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = test.peer
		if test.header != "" {
			r.Header.Set(test.header, "for=192.0.2.7")
		}
		if got := p.Forwarding(r); got != test.want {
			t.Errorf("%s from %s: %s", test.header, test.peer, got)
		}
	}
}

func TestSpellingsOfOneAddress(t *testing.T) {
	spellings := map[string][]string{
		"192.0.2.7": {"192.0.2.7", "192.0.2.7:80", `"192.0.2.7"`, `"192.0.2.7:80"`, " 192.0.2.7\t", "::ffff:192.0.2.7", "::FFFF:c000:207", "[::ffff:192.0.2.7]",
			"[::ffff:192.0.2.7]:80", `"[::ffff:192.0.2.7]:80"`, "192.0.2.7:_obfuscated", `"192\.0.2.7"`},
		"2001:db8::1": {"2001:db8::1", "2001:0DB8:0:0::1", "[2001:db8::1]", "[2001:db8::1]:443", `"[2001:db8::1]:443"`, `"2001:db8::1"`, "[2001:db8::1]:_x.-"},
		"fe80::1":     {"fe80::1%eth0", "[fe80::1%eth0]:80", "[fe80::1%25eth0]", `"fe80::1%2"`},
		"unknown": {"unknown", `"unknown"`, "_hidden", "_SEVKISEK", "192.0.2", "192.0.2.7.1", "192.0.2.007", "192.0.2.256", "0x7f.1", "3221225991", "192.0.2.7/32",
			"192.0.2.7:", "192.0.2.7:123456", "192.0.2.7:x", "192.0.2.7:_", "[192.0.2.7]", "[2001:db8::1", "2001:db8::1]", "[2001:db8::1]443", "[2001:db8::1]:", "client.example.com",
			`"192.0.2.7`, `192.0.2.7"`, `'192.0.2.7'`, "192.0.2.7 192.0.2.8", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "-", "null", "\x80", `""`},
	}
	for want, texts := range spellings {
		for _, text := range texts {
			p, log := proxies(t, "10.1.0.0/16")
			if got := seenFrom(p, proxy, "X-Forwarded-For", text); got != want {
				t.Errorf("X-Forwarded-For: %s is %s, want %s", text, got, want)
			}
			if got := seenFrom(p, proxy, "Forwarded", `proto=https;FOR=`+text+`;by="10.1.2.3"`); got != want {
				t.Errorf("Forwarded: for=%s is %s, want %s", text, got, want)
			}
			if warned := strings.Count(log.String(), "level=WARN"); warned != map[bool]int{true: 1}[want == "unknown"] {
				t.Errorf("%s: %d warnings: %s", text, warned, log)
			}
		}
	}
}

func TestChainsOfProxies(t *testing.T) {
	const listed, forwarded = "X-Forwarded-For", "Forwarded"
	for _, test := range []struct {
		name, want string
		headers    []string
	}{
		{"none", "10.1.2.3", nil},
		{"empty", "10.1.2.3", []string{listed, "", listed, " , ", forwarded, ""}},
		{"the client's own entries are to the left", "192.0.2.7", []string{listed, "198.51.100.1, 192.0.2.7"}},
		{"through two of ours", "192.0.2.7", []string{listed, "198.51.100.1, 192.0.2.7, 10.1.9.9"}},
		{"several lines", "192.0.2.7", []string{listed, "198.51.100.1", listed, "192.0.2.7", listed, "10.1.9.9,"}},
		{"all are ours", "10.1.7.7", []string{listed, "10.1.7.7, 10.1.9.9"}},
		{"mapped hops are ours", "192.0.2.7", []string{listed, "192.0.2.7, [::ffff:10.1.9.9]:80"}},
		{"garbage left of the client", "192.0.2.7", []string{listed, "garbage, 192.0.2.7"}},
		{"garbage behind ours", "unknown", []string{listed, "192.0.2.7, garbage, 10.1.9.9"}},
		{"hidden", "unknown", []string{forwarded, "for=192.0.2.7, for=_hidden"}},
		{"forwarded, two elements", "192.0.2.7", []string{forwarded, `for=198.51.100.1, for=192.0.2.7;proto=http, for="[::ffff:10.1.1.1]:80";by=_x`}},
		{"forwarded, two lines", "192.0.2.7", []string{forwarded, "for=198.51.100.1", forwarded, "for=192.0.2.7"}},
		{"forwarded, comma and semicolon in quotes", "192.0.2.7", []string{forwarded, `for=192.0.2.7;host="a,b;for=1.2.3.4\", for=1.2.3.4"`}},
		{"forwarded without for", "unknown", []string{forwarded, "for=192.0.2.7, by=10.1.2.3;proto=https"}},
		{"forwarded with for twice", "unknown", []string{forwarded, "for=192.0.2.7;for=192.0.2.8"}},
		{"an open quote of the client", "192.0.2.7", []string{forwarded, `for=", for=192.0.2.7`}},
		{"a quote of the client around our separator", "192.0.2.7", []string{forwarded, `for="x, for=192.0.2.7;proto="https"`}},
		{"not forwarded at all", "unknown", []string{forwarded, "192.0.2.7"}},
		{"both the same", "192.0.2.7", []string{listed, "192.0.2.7", forwarded, "for=192.0.2.7"}},
		{"the client's own Forwarded", "192.0.2.7", []string{listed, "192.0.2.7", forwarded, "for=198.51.100.1"}},
		{"an unreadable X-Forwarded-For is not replaced by Forwarded", "unknown", []string{listed, "unknown", forwarded, "for=198.51.100.1"}},
	} {
		p, _ := proxies(t, "10.1.0.0/16")
		if got := seenFrom(p, proxy, test.headers...); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestTrustedNetworks(t *testing.T) {
	for _, test := range []struct{ trusted, peer, want string }{
		{"10.1.0.0/16", "10.1.2.3:1", "192.0.2.7"},
		{"10.1.0.0/16", "[::ffff:10.1.2.3]:1", "192.0.2.7"},
		{"::ffff:10.1.0.0/112", "10.1.2.3:1", "192.0.2.7"},
		{"10.1.2.3/8", "10.9.9.9:1", "192.0.2.7"},
		{"fe80::/10", "[fe80::1%eth0]:1", "192.0.2.7"},
		{"10.1.0.0/16", "10.2.2.3:1", "10.2.2.3"},
		{"10.1.0.0/16", "[2001:db8::1]:1", "2001:db8::1"},
		{"::1/128", "127.0.0.1:1", "127.0.0.1"},
	} {
		p, _ := proxies(t, test.trusted)
		if got := seenFrom(p, test.peer, "X-Forwarded-For", "192.0.2.7"); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

// Each warning is logged once for all clients, and none repeats what a client sent.
func TestWarningsAboutForwarding(t *testing.T) {
	p, log := proxies(t, "10.1.0.0/16")
	for range 3 {
		seenFrom(p, "192.0.2.7:1", "X-Forwarded-For", "from-client")
		seenFrom(p, "192.0.2.8:1", "Forwarded", "for=from-client")
		seenFrom(p, proxy, "X-Forwarded-For", "from-client")
		seenFrom(p, proxy, "Forwarded", "for=_from-client")
		seenFrom(p, proxy, "X-Forwarded-For", "192.0.2.7", "Forwarded", "for=192.0.2.8")
	}
	text := log.String()
	for _, once := range []string{"serve.public.trusted_proxies", "without a readable client address", "name different clients", "peer=192.0.2.7"} {
		if strings.Count(text, once) != 1 {
			t.Errorf("%q is not logged once: %s", once, text)
		}
	}
	if strings.Contains(text, "from-client") {
		t.Errorf("logged: %s", text)
	}
	quiet, log := proxies(t)
	if seenFrom(quiet, "192.0.2.7:1"); log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{"192.0.2.7", `for="[2001:db8::1]:80";by=x, for=_h`, `for="`, `\",,;=`, `"\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		p, _ := proxies(t, "10.1.0.0/16")
		// What the client sends changes nothing about what the proxy appends.
		if got := seenFrom(p, proxy, "X-Forwarded-For", sent+", 192.0.2.7"); got != "192.0.2.7" {
			t.Errorf("%q: %s", sent, got)
		}
		if got := seenFrom(p, proxy, "Forwarded", sent+`, for="192.0.2.7:80"`); got != "192.0.2.7" {
			t.Errorf("%q: %s", sent, got)
		}
		seenFrom(p, proxy, "Forwarded", sent)
	})
}
