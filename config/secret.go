package config

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Secret is a text that never reaches a log or an error: printed, it is a placeholder.
type Secret string

const redacted = "[redacted]"

func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MinSecretBytes is the least length of a secret.
const MinSecretBytes = 32

// exampleSecrets are parts of what documentation of Kratos, of others and of us shows in place of a secret.
var exampleSecrets = []string{"change", "example", "insecure", "not-secure", "not_secure", "notsecure", "placeholder", "your-secret", "your_secret", "long-secret", "changeme", "latchkey", "0123456789", "abcdefghij"}

// weakness says what is wrong with a secret, or "".
func (s Secret) weakness() string {
	if len(s) == 0 {
		return "is empty."
	}
	if len(s) < MinSecretBytes {
		return fmt.Sprintf("is too short: %d bytes, and at least %d are needed.", len(s), MinSecretBytes)
	}
	lower := strings.ToLower(string(s))
	for _, part := range exampleSecrets {
		if strings.Contains(lower, part) {
			return "is an example out of documentation, which everybody can read."
		}
	}
	distinct := make(map[byte]bool)
	for i := range len(s) {
		distinct[s[i]] = true
	}
	if len(distinct) < 8 {
		return "is not random: it repeats a few characters."
	}
	return ""
}

// secretFiles takes in the settings that were given as files.
func (l *loader) secretFiles() {
	config := &l.loaded.Config
	if content, ok := l.secretFile("dsn_file", config.DSNFile, "dsn"); ok {
		config.DSN = DSN(strings.TrimSpace(content))
	}
	if content, ok := l.secretFile("kratos.login.client_secret_file", config.Kratos.Login.ClientSecretFile, "kratos.login.client_secret"); ok {
		config.Kratos.Login.ClientSecret = Secret(strings.TrimSpace(content))
	}
	if content, ok := l.secretFile("kratos.hooks.key_file", config.Kratos.Hooks.KeyFile, "kratos.hooks.key"); ok {
		config.Kratos.Hooks.Key = Secret(strings.TrimSpace(content))
	}
	if content, ok := l.secretFile("notify.mail.password_file", config.Notify.Mail.PasswordFile, "notify.mail.password"); ok {
		config.Notify.Mail.Password = Secret(strings.TrimSpace(content))
	}
	if content, ok := l.secretFile("secrets.cipher_file", config.Secrets.CipherFile, "secrets.cipher"); ok {
		config.Secrets.Cipher = nil
		for line := range strings.Lines(content) {
			if line = strings.TrimSpace(line); line != "" {
				config.Secrets.Cipher = append(config.Secrets.Cipher, Secret(line))
			}
		}
		if len(config.Secrets.Cipher) == 0 {
			l.fault(Fault{Path: "secrets.cipher_file", Source: l.origin("secrets.cipher_file"), Wrong: "names a file without any secret in it.", Remedy: makeSecret})
		}
	}
}

const makeSecret = "Make a secret with `openssl rand -base64 32`, keep it in a file that only Latchkey's user may read, and name it in secrets.cipher_file."

// secretFile reads the file that is named at path, and refuses when the setting itself, inline, is given too.
func (l *loader) secretFile(path, name, inline string) (content string, ok bool) {
	if name == "" {
		return "", false
	}
	source := l.origin(path)
	if _, both := l.loaded.Origins[inline]; both {
		l.fault(Fault{Path: path, Source: source, Wrong: "and " + inline + " (" + l.origin(inline) + ") are both set.", Remedy: "Keep one of the two; the file is safer."})
		return "", false
	}
	read, err := os.ReadFile(name)
	if err != nil {
		reason := err
		if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
			reason = pathError.Err
		}
		l.fault(Fault{Path: path, Source: source, Wrong: fmt.Sprintf("names %s, which cannot be read: %v.", name, reason), Remedy: "Make the file, and let Latchkey's user read it."})
		return "", false
	}
	return string(read), true
}

// EnsureSecrets makes the secret of a SQLite set-up that has none configured, or finds the one made before, beside
// the database file. It tells the path when it has made one now. Processes that start at once agree on one: a
// finished file is linked into place, and only the first link succeeds.
func (c *Config) EnsureSecrets() (made string, err error) {
	if len(c.Secrets.Cipher) > 0 {
		return "", nil
	}
	database, err := c.DSN.Parse()
	if err != nil {
		return "", err
	}
	if database.Driver != SQLite {
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
	secret := Secret(bytes.TrimSpace(content))
	if wrong := secret.weakness(); wrong != "" {
		return "", fmt.Errorf("the secret in %s %s Put back the one that was there, or remove the file if the database is new", path, wrong)
	}
	c.Secrets.Cipher = []Secret{secret}
	return made, nil
}

func fileExists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// linkNewSecret writes a new secret, readable by its owner only, and links it to path. Somebody else's being faster
// is no error.
func linkNewSecret(path string) (made string, err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".latchkey.secret-*") // 0600, O_EXCL
	if err != nil {
		return "", err
	}
	defer os.Remove(temporary.Name())
	var key [32]byte
	rand.Read(key[:])
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
