package kept_test

import (
	"bytes"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/metadata/kept"
)

// proxied is the address that the process of TestProxy fetches.
const proxied = "LATCHKEY_TEST_PROXIED"

// HTTPS_PROXY leads to the list. net/http reads it once, so that it takes a process of its own.
func TestProxy(t *testing.T) {
	if address := os.Getenv(proxied); address != "" {
		blob, err := kept.Get(t.Context(), address)
		t.Logf("%s, %v", blob, err)
		return
	}
	publisher := httptest.NewTLSServer(sends(200, []byte("the list")))
	defer publisher.Close()
	var asked string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.Host
		tunnel(t, w, publisher.Listener.Addr().String())
	}))
	defer proxy.Close()
	trusted := filepath.Join(t.TempDir(), "trusted.pem")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: publisher.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxy$", "-test.v")
	child.Env = append(os.Environ(), proxied+"=https://example.com/list", "HTTPS_PROXY="+proxy.URL, "SSL_CERT_FILE="+trusted)
	said, err := child.CombinedOutput()
	if err != nil || !bytes.Contains(said, []byte("the list, <nil>")) || !strings.HasPrefix(asked, "CONNECT example.com:443") {
		t.Errorf("%v, the proxy got %q\n%s", err, asked, said)
	}
}

// tunnel connects a client with a server, as a proxy does for CONNECT.
func tunnel(t *testing.T, w http.ResponseWriter, server string) {
	t.Helper()
	to, err := net.Dial("tcp", server)
	if err != nil {
		t.Error(err)
		return
	}
	defer to.Close()
	from, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	defer from.Close()
	_, _ = io.WriteString(from, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(to, from) }()
	_, _ = io.Copy(from, to)
}
