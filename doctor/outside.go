package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// outside are the checks that go the way of browsers: by the addresses that are public, through the proxies.
type outside struct {
	Config
	origin string // the one to check; empty: all
	client *http.Client
}

// asked is the response of POST /v1/origin.
type asked struct {
	Service  string `json:"service"`
	BaseURL  string `json:"base_url"`
	Allowed  bool   `json:"allowed"`
	Passkeys bool   `json:"passkeys"`
	Seen     struct {
		Host      string `json:"host"`
		Forwarded string `json:"forwarded"`
	} `json:"seen"`

	open bool      // pages of other origins may read it
	ends time.Time // its certificate; zero without TLS
}

// ask asks Latchkey, by its address for browsers, as a page of an origin does.
func (o outside) ask(ctx context.Context, origin string) (got asked, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.BaseURL+"/v1/origin", nil)
	if err != nil {
		return got, err
	}
	req.Header.Set("Origin", origin)
	resp, err := o.client.Do(req)
	if err != nil {
		return got, cause(err)
	}
	defer resp.Body.Close()
	if resp.TLS != nil && len(resp.TLS.PeerCertificates) > 0 {
		got.ends = resp.TLS.PeerCertificates[0].NotAfter
	}
	got.open = resp.Header.Get("Access-Control-Allow-Origin") == "*"
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&got); err != nil || got.Service != "latchkey" {
		return got, errNotLatchkey
	}
	return got, nil
}

var errNotLatchkey = errors.New("not a response of Latchkey")

// cause drops the request from an error.
func cause(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

func (o outside) address(ctx context.Context) []Finding {
	got, err := o.ask(ctx, o.BaseURL)
	if err == nil && got.BaseURL == o.BaseURL {
		return o.certificate(got.ends)
	}
	setting := o.At("serve.public.base_url")
	seen := "POST " + o.BaseURL + "/v1/origin"
	_, unknownAuthority := errors.AsType[x509.UnknownAuthorityError](err)
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, plain := errors.AsType[tls.RecordHeaderError](err)
	_, noName := errors.AsType[*net.DNSError](err)
	switch {
	case err == nil:
		return []Finding{Faultf("another Latchkey is at serve.public.base_url").
			Because("%s: its base_url is %s", seen, got.BaseURL).Do("Correct %s, or the proxy.", setting)}
	case certificate || unknownAuthority:
		return []Finding{Faultf("the certificate at serve.public.base_url is not valid").As("address.certificate").
			Because("%s: %v", seen, err).Do("Renew it, with all intermediate certificates and for the host %s.", hostOf(o.BaseURL))}
	case plain || errors.Is(err, http.ErrSchemeMismatch):
		return []Finding{Faultf("no TLS is spoken at serve.public.base_url").As("address.certificate").
			Because("%s: %v", seen, err).Do("Set up a proxy with a certificate, or serve.public.tls.")}
	case noName:
		return []Finding{Faultf("the host of serve.public.base_url has no address").
			Because("%v", err).Do("Add it to the DNS, or correct %s.", setting)}
	case errors.Is(err, errNotLatchkey):
		return []Finding{Faultf("something else than Latchkey answers at serve.public.base_url").
			Because("%s", seen).Do("Let the proxy pass on all paths of %s to serve.public.address, or correct %s.", hostOf(o.BaseURL), setting)}
	}
	return []Finding{Faultf("nothing answers at serve.public.base_url").
		Because("%s: %v", seen, err).Do("Start `latchkey serve`, and let the proxy reach serve.public.address; or correct %s.", setting)}
}

// renewedBefore is how long before its end a certificate that is renewed by itself has a successor.
const renewedBefore = 14 * 24 * time.Hour

func (o outside) certificate(ends time.Time) []Finding {
	left := time.Until(ends)
	if ends.IsZero() || left > renewedBefore {
		return nil
	}
	return []Finding{Warnf("the certificate at serve.public.base_url ends in %d days", int(left.Hours())/24).As("address.certificate_ends").
		Because("its last moment is %s", ends.UTC().Format(time.RFC3339)).
		Do("Renew it where TLS ends: at the proxy, or in %s. Without it, browsers offer no passkeys.", o.At("serve.public.tls"))}
}

// proxy compares what Latchkey sees with what was sent.
func (o outside) proxy(ctx context.Context) (found []Finding) {
	got, err := o.ask(ctx, o.BaseURL)
	base, _ := url.Parse(o.BaseURL) // checked when the configuration was loaded
	if err != nil || base == nil {
		return []Finding{Faultf("Latchkey stopped answering").Because("%v", err).Do("Run doctor again.")}
	}
	if sent := base.Host; got.Seen.Host != sent {
		found = append(found, Warnf("the proxy replaces the host of requests").As("address.proxy.host").
			Because("Latchkey was asked as %s and sees %s", sent, got.Seen.Host).
			Do("Pass it on: proxy_set_header Host $host (nginx). With several webauthn.rp, /.well-known/webauthn depends on it."))
	}
	if got.Seen.Forwarded == "ignored" {
		found = append(found, Faultf("all users have the address of your proxy, so they share its rate limits").As("address.proxy.client").
			Because("Latchkey ignores its X-Forwarded-For or Forwarded: the proxy is not trusted").
			Do("Add its address, which the log of `latchkey serve` names, to %s.", o.At("serve.public.trusted_proxies")))
	}
	return found
}
