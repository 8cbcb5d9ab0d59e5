package kept

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// MaxList is the largest list that is read. FIDO's has a few megabytes.
	MaxList = 32 << 20
	// answerTime limits one call with all its redirects, less than a claim lasts.
	answerTime   = time.Minute
	connectTime  = 10 * time.Second
	headerTime   = 30 * time.Second
	maxHeader    = 64 << 10
	maxRedirects = 3
	maxValidator = 1 << 10
)

// validators are what a server knows the list by that it sent before; without them it sends the list.
type validators struct{ etag, lastModified string }

func (v validators) none() bool { return v == validators{} }

// errUnchanged: the list that has the validators is the current one.
var errUnchanged = errors.New("the list has not changed")

// address is where a list is fetched.
type address struct {
	url    string
	client *http.Client
}

func newAddress(target string) *address {
	return &address{target, &http.Client{
		Timeout: answerTime,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: connectTime}).DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    connectTime,
			ResponseHeaderTimeout:  headerTime,
			MaxResponseHeaderBytes: maxHeader,
			ForceAttemptHTTP2:      true,
			DisableKeepAlives:      true, // the next call is tomorrow
		},
		CheckRedirect: follow,
	}}
}

// follow follows a redirect to https. One to http on this machine would let a server reach what only this machine can, unless the
// operator has named such an address.
func follow(next *http.Request, before []*http.Request) error {
	switch {
	case len(before) > maxRedirects:
		return fmt.Errorf("it redirects more than %d times", maxRedirects)
	case next.URL.Scheme == "https", isPlain(next.URL) && isPlain(before[0].URL):
		return nil
	}
	return fmt.Errorf("it redirects to %s, which is not https", shown(next.URL))
}

// isPlain reports whether an address is http on this machine.
func isPlain(address *url.URL) bool {
	addr, err := netip.ParseAddr(address.Hostname())
	return address.Scheme == "http" && (strings.EqualFold(address.Hostname(), "localhost") || err == nil && addr.IsLoopback())
}

// shown is an address without its query, in which a key may be.
func shown(address *url.URL) string {
	return address.Scheme + "://" + address.Host + address.EscapedPath()
}

func (a *address) String() string {
	parsed, err := url.Parse(a.url)
	if err != nil {
		return "" // the configuration was checked
	}
	return shown(parsed)
}

// get fetches the list, with what the server knows it by. It returns errUnchanged if the known one is current. No error has the query
// of an address.
func (a *address) get(ctx context.Context, known validators) ([]byte, validators, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.url, http.NoBody)
	if err != nil {
		return nil, known, errors.New("it is no address")
	}
	request.Header.Set("User-Agent", "Latchkey")
	if known.etag != "" {
		request.Header.Set("If-None-Match", known.etag)
	}
	if known.lastModified != "" {
		request.Header.Set("If-Modified-Since", known.lastModified)
	}
	answer, err := a.client.Do(request)
	if err != nil {
		return nil, known, cause(err)
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotModified && !known.none():
		return nil, known, errUnchanged
	case answer.StatusCode != http.StatusOK:
		return nil, known, fmt.Errorf("it answers with status %d", answer.StatusCode)
	}
	blob, err := io.ReadAll(io.LimitReader(answer.Body, MaxList+1))
	switch {
	case err != nil:
		return nil, known, fmt.Errorf("its answer broke off: %w", cause(err))
	case len(blob) > MaxList:
		return nil, known, fmt.Errorf("its answer is larger than %d MiB", MaxList>>20)
	}
	return blob, validators{stored(answer.Header.Get("ETag")), stored(answer.Header.Get("Last-Modified"))}, nil
}

// cause leaves out the address, which net/http puts in front with its query.
func cause(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

// stored returns a validator, or "" if it is none that can be stored and sent back.
func stored(header string) string {
	if len(header) > maxValidator || !utf8.ValidString(header) || strings.ContainsFunc(header, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return header
}
