package main

import (
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
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownCertificate writes a certificate for localhost and its key, and returns what trusts it.
func ownCertificate(t *testing.T) (certFile, keyFile string, trusted *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	trusted = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", pkcs8), trusted
}

// Both listeners speak https with HTTP/2, and only that; `latchkey health` finds the public one.
func TestServeSpeaksTLS(t *testing.T) {
	t.Parallel()
	certFile, keyFile, trusted := ownCertificate(t)
	environ := append([]string{"LATCHKEY_SERVE_PUBLIC_BASE_URL=https://localhost:4477", "LATCHKEY_KRATOS_BROWSER_URL=https://localhost:4433",
		`LATCHKEY_WEBAUTHN_RP=[{"id":"localhost","name":"L","origins":["https://localhost:4477"]}]`,
		"LATCHKEY_SERVE_PUBLIC_TLS_CERT_FILE=" + certFile, "LATCHKEY_SERVE_PUBLIC_TLS_KEY_FILE=" + keyFile,
		"LATCHKEY_SERVE_ADMIN_TLS_CERT_FILE=" + certFile, "LATCHKEY_SERVE_ADMIN_TLS_KEY_FILE=" + keyFile}, anyPorts...)
	environ = append(environ, "LATCHKEY_SERVE_METRICS_ADDRESS=127.0.0.1:0")
	p := start(t, environ, "serve")
	up := p.line("latchkey is up")
	scrape, err := http.Get("http://" + up["metrics"].(string) + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	scraped, err := io.ReadAll(scrape.Body)
	scrape.Body.Close()
	for _, listener := range []string{"public", "admin"} { // the one of the metrics is plain
		if !strings.Contains(string(scraped), "\nlatchkey_listener_certificate_expiration_timestamp_seconds{listener=\""+listener+"\"} ") {
			t.Errorf("%v, the end of the certificate of %s is not among the metrics:\n%s", err, listener, scraped)
		}
	}
	client := http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: trusted, ServerName: "localhost"}}}
	for _, listener := range []string{"public", "admin"} {
		response, err := client.Get("https://" + up[listener].(string) + "/health/alive")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if want := map[string]int{"public": http.StatusOK, "admin": http.StatusUnauthorized}[listener]; response.StatusCode != want || response.Proto != "HTTP/2.0" {
			t.Errorf("%s: %s by %s", listener, response.Status, response.Proto)
		}
		if strict := response.Header.Get("Strict-Transport-Security"); (strict != "") != (listener == "public") {
			t.Errorf("%s: Strict-Transport-Security: %q", listener, strict)
		}
		if plain, err := http.Get("http://" + up[listener].(string) + "/health/alive"); err != nil || plain.StatusCode != http.StatusBadRequest {
			t.Errorf("%s, plain http: %v, %v", listener, plain, err)
		}
	}
	// Kratos does not run, so this Latchkey says that it is not ready; without https there would be no answer from it.
	for i, setting := range environ {
		if strings.HasPrefix(setting, "LATCHKEY_SERVE_PUBLIC_ADDRESS=") {
			environ[i] = "LATCHKEY_SERVE_PUBLIC_ADDRESS=" + up["public"].(string)
		}
	}
	if out, errOut, code := latchkey(t, environ, "health"); code != exitOK && !strings.Contains(errOut, "not ready (status 503)") {
		t.Errorf("health: code %d, %s%s", code, out, errOut)
	}
	// A command at the admin listener trusts an authority of one's own by SSL_CERT_FILE. The key is none, so it is refused.
	_, port, err := net.SplitHostPort(up["admin"].(string))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0], "passkeys", "list")
	command.Env = append(os.Environ(), ownProcess+"=1", "SSL_CERT_FILE="+certFile, "LATCHKEY_ADMIN_URL=https://localhost:"+port, "LATCHKEY_ADMIN_KEY="+strings.Repeat("k", 50))
	if said, _ := command.CombinedOutput(); command.ProcessState.ExitCode() != exitFailure || !strings.Contains(string(said), "key") || strings.Contains(string(said), "certificate") {
		t.Errorf("at the admin listener: %s", said)
	}
	p.signal(syscall.SIGTERM)
	p.ended()
}

func TestCertificatesThatCannotBeUsed(t *testing.T) {
	t.Chdir(t.TempDir())
	certFile, keyFile, _ := ownCertificate(t)
	for _, test := range []struct{ cert, key, want string }{
		{certFile, "", "serve.admin.tls.key_file (LATCHKEY_SERVE_ADMIN_TLS_KEY_FILE) is not set, but cert_file is."},
		{"", keyFile, "serve.admin.tls.cert_file (LATCHKEY_SERVE_ADMIN_TLS_CERT_FILE) is not set, but key_file is."},
		{certFile, certFile, "serve.admin.tls: " + certFile + " and " + certFile + " are no certificate and its key"},
		{certFile, "missing.pem", "serve.admin.tls: stat missing.pem: no such file or directory"},
	} {
		environ := []string{"LATCHKEY_SERVE_ADMIN_TLS_CERT_FILE=" + test.cert, "LATCHKEY_SERVE_ADMIN_TLS_KEY_FILE=" + test.key}
		for command, want := range map[string]string{"config check": test.want, "serve": "serve.admin.tls"} {
			if _, errOut, code := latchkey(t, append(environ, anyPorts...), strings.Fields(command)...); code != exitFailure || !strings.Contains(errOut, want) {
				t.Errorf("%s: code %d, %s, want %q", command, code, errOut, want)
			}
		}
	}
	if _, errOut, code := latchkey(t, []string{"LATCHKEY_SERVE_PUBLIC_TLS_CERT_FILE=" + certFile, "LATCHKEY_SERVE_PUBLIC_TLS_KEY_FILE=" + keyFile}, "config", "check"); code != exitOK || !strings.Contains(errOut, "serve.public.base_url is http, and with serve.public.tls") {
		t.Errorf("base_url of http: code %d, %s", code, errOut)
	}
}
