// Package certificate keeps the certificate of a listener as its files have it. It owns reading them again when they change;
// who renews them, and when, is up to the operator.
package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// checkEvery is how often the files are looked at, at most: by a handshake, so that nothing runs where nothing connects.
const checkEvery = time.Second

// Files are a certificate, with the intermediate ones, and its key, both in PEM.
type Files struct{ Cert, Key string }

// Certificate is what the files had in them when they last belonged together. It is safe for concurrent use.
type Certificate struct {
	files   Files
	log     *slog.Logger
	every   time.Duration
	current atomic.Pointer[tls.Certificate]

	reading sync.Mutex // held while the files are looked at; handshakes meanwhile go on with the current certificate
	checked time.Time
	seen    [2]fs.FileInfo // the files that were read last
	failed  string         // why they could not be used, or empty
}

// Open reads the files. Its error names the one that is wrong, and never shows what is in them.
func Open(files Files, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{files: files, log: log, every: checkEvery, checked: time.Now()}
	seen, err := files.stat()
	if err != nil {
		return nil, err
	}
	pair, err := files.read()
	if err != nil {
		return nil, err
	}
	if err := expired(pair); err != nil {
		log.Warn("the certificate of a listener cannot be used by browsers", "file", files.Cert, "cause", err.Error())
	}
	c.seen = seen
	c.current.Store(pair)
	return c, nil
}

// Config is for http.Server.ServeTLS, which adds HTTP/2.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			c.check()
			return c.current.Load(), nil
		},
	}
}

// Ends is when the certificate expires that the next handshake gets, or one above it in the file if that is earlier.
func (c *Certificate) Ends() time.Time {
	c.check()
	pair := c.current.Load()
	ends := pair.Leaf.NotAfter
	for _, der := range pair.Certificate[1:] {
		if above, err := x509.ParseCertificate(der); err == nil && above.NotAfter.Before(ends) {
			ends = above.NotAfter
		}
	}
	return ends
}

// check reads the files again if they have changed.
func (c *Certificate) check() {
	if !c.reading.TryLock() {
		return
	}
	defer c.reading.Unlock()
	if time.Since(c.checked) < c.every {
		return
	}
	c.checked = time.Now()
	seen, err := c.files.stat()
	if err == nil && same(seen, c.seen) && c.failed == "" {
		return // after a failure they are read again: what mends it may be a permission, and leave the files as they are
	}
	var pair *tls.Certificate
	if err == nil {
		pair, err = c.files.read()
	}
	if err == nil {
		err = expired(pair)
	}
	switch {
	case err == nil:
		c.current.Store(pair)
		c.failed = ""
		c.log.Info("a listener has a new certificate", "file", c.files.Cert, "until", pair.Leaf.NotAfter.UTC().Format(time.RFC3339))
	case !same(seen, c.seen) || err.Error() != c.failed: // once for each state of the files
		c.failed = err.Error()
		c.log.Error("the new certificate of a listener cannot be used, so it keeps the previous one", "file", c.files.Cert, "cause", err.Error())
	}
	c.seen = seen
}

// stat returns what identifies the contents of both files. It is called before they are read: what changes afterwards
// differs from it, and is read next time.
func (f Files) stat() (infos [2]fs.FileInfo, err error) {
	var errs [2]error
	for i, path := range []string{f.Cert, f.Key} {
		infos[i], errs[i] = os.Stat(path) // follows links, as Kubernetes and certbot use them
	}
	return infos, errors.Join(errs[:]...)
}

func same(a, b [2]fs.FileInfo) bool {
	for i := range a {
		if a[i] == nil || b[i] == nil {
			if a[i] != b[i] {
				return false
			}
		} else if !os.SameFile(a[i], b[i]) || a[i].Size() != b[i].Size() || !a[i].ModTime().Equal(b[i].ModTime()) {
			return false
		}
	}
	return true
}

// read fails as long as certificate and key do not belong together, as between the writes of the two.
func (f Files) read() (*tls.Certificate, error) {
	cert, err := os.ReadFile(f.Cert)
	if err != nil {
		return nil, err
	}
	key, err := os.ReadFile(f.Key)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s and %s are no certificate and its key: %w", f.Cert, f.Key, err)
	}
	return &pair, nil
}

func expired(pair *tls.Certificate) error {
	if until := pair.Leaf.NotAfter; time.Now().After(until) {
		return fmt.Errorf("it expired on %s", until.UTC().Format(time.RFC3339))
	}
	return nil
}
