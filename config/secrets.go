package config

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Secrets holds the keys that seal ceremonies and stored keys.
type Secrets struct {
	// Random texts of at least 32 bytes, such as `openssl rand -base64 32` prints. The first one seals, all of them
	// open. To rotate, append the new one on all replicas, then move it to the front, then remove the old one. Required
	// with PostgreSQL; with SQLite, a missing secret is generated and kept next to the database file as
	// `latchkey.secret`.
	Cipher []value.Secret `koanf:"cipher" optional:"true" secret:"true" minbytes:"32"`
	// A file with the secrets, one per line. Set this or cipher, not both.
	CipherFile string `koanf:"cipher_file" optional:"true" example:"/run/secrets/latchkey_cipher"`
}

func (s Secrets) check(r *setting.Report, dsn value.DSN) {
	for i, secret := range s.Cipher {
		path := fmt.Sprintf("secrets.cipher[%d]", i)
		if s.CipherFile != "" {
			path = "secrets.cipher_file"
		}
		if wrong := secret.Weakness(); wrong != "" && secret != "" {
			r.Fault(path, wrong, makeSecret)
		}
	}
	if database, err := dsn.Parse(); err == nil && database.Driver == value.Postgres && len(s.Cipher) == 0 {
		r.Fault("secrets.cipher", "is not set, which PostgreSQL requires: all replicas need the same secret.", makeSecret)
	}
}

// ensure generates the secret of a SQLite set-up without a configured one, next to the database file, or reads the one
// generated before. Processes that start at once agree on one: a complete file is linked into place, and only the first
// link succeeds.
func (s *Secrets) ensure(dsn value.DSN) (made string, err error) {
	if len(s.Cipher) > 0 {
		return "", nil
	}
	database, err := dsn.Parse()
	if err != nil {
		return "", err
	}
	if database.Driver != value.SQLite {
		return "", fmt.Errorf("secrets.cipher is not set. %s", makeSecret)
	}
	path := filepath.Join(filepath.Dir(database.Target), "latchkey.secret")
	if !fileExists(path) {
		if made, err = linkNewSecret(path); err != nil {
			return "", fmt.Errorf("make a secret beside the database: %w. Let Latchkey's user write there, or set secrets.cipher_file", err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the secret beside the database: %w", err)
	}
	secret := value.Secret(bytes.TrimSpace(content))
	if wrong := secret.Weakness(); wrong != "" {
		return "", fmt.Errorf("the secret in %s %s Put back the one that was there, or remove the file if the database is new", path, wrong)
	}
	s.Cipher = []value.Secret{secret}
	return made, nil
}

func fileExists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// linkNewSecret writes a new secret, readable by its owner only, and links it to path. made is empty if another process
// was faster.
func linkNewSecret(path string) (made string, err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".latchkey.secret-*") // 0600, O_EXCL
	if err != nil {
		return "", err
	}
	defer os.Remove(temporary.Name())
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails (crypto/rand)
	_, err = temporary.WriteString(base64.StdEncoding.EncodeToString(key[:]) + "\n")
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return "", err
	}
	switch err := os.Link(temporary.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return "", nil
	case err != nil:
		return "", err
	}
	return path, nil
}
