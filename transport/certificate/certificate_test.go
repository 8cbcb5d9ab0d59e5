package certificate_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/transport"
	"latchkey/transport/certificate"
)

// issue makes a certificate for localhost with that name of its subject, which is how a client tells which one it got.
func issue(t *testing.T, name string, until time.Time) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
}

// served is a listener with a certificate in files.
type served struct {
	*certificate.Certificate
	t       *testing.T
	files   certificate.Files
	log     *bytes.Buffer
	address string
}

func serve(t *testing.T, cert, key []byte) *served {
	t.Helper()
	dir := t.TempDir()
	s := &served{t: t, files: certificate.Files{Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}, log: new(bytes.Buffer)}
	s.write(s.files.Cert, cert)
	s.write(s.files.Key, key)
	log := slog.New(slog.NewTextHandler(s.log, nil))
	opened, err := certificate.Open(s.files, log)
	if err != nil {
		t.Fatal(err)
	}
	opened.CheckAlways()
	s.Certificate = opened
	server := transport.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }), slog.New(slog.DiscardHandler))
	server.TLSConfig = opened.Config()
	listener, err := transport.Listen("127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.ServeTLS(listener, "", "") }()
	t.Cleanup(func() { _ = server.Close() })
	s.address = listener.Addr().String()
	return s
}

// write replaces a file as renewal programs do: complete, under its name.
func (s *served) write(path string, content []byte) {
	s.t.Helper()
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		s.t.Fatal(err)
	}
}

// sees connects as a new client, and returns the name in the certificate.
func (s *served) sees() string {
	s.t.Helper()
	conn, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
}

func (s *served) want(name string, logged int) {
	s.t.Helper()
	if got := s.sees(); got != name {
		s.t.Errorf("got the certificate %q, want %q", got, name)
	}
	if got := strings.Count(s.log.String(), "keeps the previous one"); got != logged {
		s.t.Errorf("logged %d times that it keeps the previous one, want %d:\n%s", got, logged, s.log)
	}
}

var tomorrow = time.Now().Add(24 * time.Hour)

func TestVersions(t *testing.T) {
	t.Parallel()
	cert, key := issue(t, "first", tomorrow)
	s := serve(t, cert, key)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	for version, want := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", s.address, &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: version, MaxVersion: version})
		if (err == nil) != want {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
	for proto, http2 := range map[string]bool{"HTTP/2.0": true, "HTTP/1.1": false} {
		client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "localhost"}, ForceAttemptHTTP2: http2}}
		response, err := client.Get("https://" + s.address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		client.CloseIdleConnections()
		if err != nil || string(body) != proto {
			t.Errorf("%v, %s, want %s", err, body, proto)
		}
	}
}

// A renewal is seen without a restart; at every moment of it, and after one that failed, clients get a certificate.
func TestRenewal(t *testing.T) {
	t.Parallel()
	cert, key := issue(t, "first", tomorrow)
	s := serve(t, cert, key)
	s.want("first", 0)

	cert, key = issue(t, "second", tomorrow)
	s.write(s.files.Cert, cert)
	s.want("first", 1) // torn: the key is still the old one
	s.want("first", 1)
	s.write(s.files.Key, key)
	s.want("second", 1)

	s.write(s.files.Cert, cert[:len(cert)/2])
	s.want("second", 2)
	if err := os.Remove(s.files.Cert); err != nil {
		t.Fatal(err)
	}
	s.want("second", 3)
	s.want("second", 3)
	old, oldKey := issue(t, "expired", time.Now().Add(-time.Minute))
	s.write(s.files.Key, oldKey)
	s.write(s.files.Cert, old)
	s.want("second", 4)
	if strings.Contains(s.log.String(), "PRIVATE") {
		t.Errorf("logged:\n%s", s.log)
	}

	// What mends the files may leave them as they are for stat, as a permission does.
	cert, key = issue(t, "mended", tomorrow)
	s.write(s.files.Cert, cert)
	broken := bytes.Clone(key)
	broken[0] ^= 1
	s.write(s.files.Key, broken)
	if err := os.Chtimes(s.files.Key, tomorrow, tomorrow); err != nil {
		t.Fatal(err)
	}
	s.want("second", 5)
	if err := os.WriteFile(s.files.Key, key, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(s.files.Key, tomorrow, tomorrow); err != nil {
		t.Fatal(err)
	}
	s.want("mended", 5)

	// No handshake is needed to find out when the one that the next would get ends. One above it may end earlier.
	later := tomorrow.Add(72 * time.Hour).Truncate(time.Second)
	cert, key = issue(t, "third", later)
	s.write(s.files.Key, key)
	s.write(s.files.Cert, cert)
	if ends := s.Ends(); !ends.Equal(later) {
		t.Errorf("it ends at %s, want %s", ends, later)
	}
	s.want("third", 5)
	above, _ := issue(t, "above", tomorrow)
	s.write(s.files.Cert, append(cert, above...))
	if ends := s.Ends(); !ends.Equal(tomorrow.Truncate(time.Second)) {
		t.Errorf("it ends at %s, want %s", ends, tomorrow)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := issue(t, "a", tomorrow)
	_, otherKey := issue(t, "b", tomorrow)
	files := map[string][]byte{"cert": cert, "key": key, "other": otherKey, "empty": nil}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ cert, key, want string }{
		{"cert", "none", "none"}, {"none", "key", "none"}, {"cert", "other", "does not match"}, {"empty", "key", "empty"}, {"key", "cert", "no certificate and its key"},
	} {
		_, err := certificate.Open(certificate.Files{Cert: filepath.Join(dir, test.cert), Key: filepath.Join(dir, test.key)}, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s with %s: %v, want %q", test.cert, test.key, err, test.want)
		}
	}
}
