package e2e_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// certified is Latchkey behind a proxy with TLS, and the host of an RP ID, both with a certificate that ends soon.
type certified struct {
	*httptest.Server
	file   string                       // the certificate, as SSL_CERT_FILE
	target atomic.Pointer[http.Handler] // once there is one
}

// certify starts it, without a target.
func certify(t *testing.T) *certified {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost", "example.test"}, NotAfter: time.Now().Add(100 * time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	must(t, err)
	c := &certified{file: filepath.Join(t.TempDir(), "ca.pem")}
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*c.target.Load()).ServeHTTP(w, r) }))
	must(t, os.WriteFile(c.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	c.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	c.StartTLS()
	t.Cleanup(c.Close)
	c.URL = strings.Replace(c.URL, "127.0.0.1", "localhost", 1)
	return c
}

// leadTo makes it a proxy of Latchkey, which knows no other address than its own.
func (c *certified) leadTo(t *testing.T, latchkey, base string) {
	to, err := url.Parse(latchkey)
	must(t, err)
	var proxy http.Handler = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			body = bytes.ReplaceAll(body, []byte(base), []byte(c.URL))
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.Header.Del("Content-Length")
			r.ContentLength = int64(len(body))
			return err
		},
	}
	c.target.Store(&proxy)
}

// certificateFaults are in what is served by https: a certificate, and the documents for apps.
func (d *doctored) certificateFaults(t *testing.T) []seed {
	trust := "SSL_CERT_FILE=" + d.tls.file
	documents := func(handler http.HandlerFunc) []string {
		host := httptest.NewUnstartedServer(handler)
		host.TLS = d.tls.TLS.Clone()
		host.StartTLS()
		t.Cleanup(host.Close)
		return []string{
			trust, "HTTPS_PROXY=" + tunnel(t, host.Listener.Addr().String()),
			`LATCHKEY_WEBAUTHN_RP=[{"id":"example.test","name":"Latchkey","origins":["https://example.test"]}]`,
			`LATCHKEY_APPS_IOS=ABCDE12345.com.example.app`, `LATCHKEY_APPS_ANDROID=[{"package":"com.example.app","sha256_cert_fingerprints":["` + strings.TrimSuffix(strings.Repeat("14:", 32), ":") + `"]}]`,
		}
	}
	serve := func(kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, "{}")
		}
	}
	ours := []string{"--origin", d.app.URL}
	return []seed{
		{"", false, documents(serve("application/json")), ours},
		{"well_known", false, documents(serve("text/plain")), ours},
		{"well_known", false, documents(http.RedirectHandler("https://www.example.test/", http.StatusFound).ServeHTTP), ours},
		{"address.certificate_ends", true, []string{trust, "LATCHKEY_SERVE_PUBLIC_BASE_URL=" + d.tls.URL, "LATCHKEY_KRATOS_LOGIN_ENABLED=false"}, ours},
	}
}

// tunnel is a proxy for https that leads all hosts to one address.
func tunnel(t *testing.T, address string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		far, err := net.Dial("tcp", address)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		near, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			_ = far.Close()
			return
		}
		_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}))
	t.Cleanup(server.Close)
	return server.URL
}
