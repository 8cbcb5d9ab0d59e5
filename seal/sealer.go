// Package seal owns the encryption with secrets.cipher: tokens that clients carry, and keys stored in the database. It
// leaves to its callers what a token is for, and which keys exist; a token for one use does not open for another.
package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// sealVersion is the first byte of everything sealed, so that the format can change.
const sealVersion = 1

var errSeal = errors.New("not sealed by us, or for something else")

// Sealer encrypts what clients carry or the database stores. It uses XChaCha20-Poly1305: its 24-byte nonces may be
// random without a limit, however many replicas seal.
type Sealer struct {
	aeads []cipher.AEAD // the first seals, all open: secrets are rotated by adding one
}

// New derives its keys from the secrets, at least one of at least 32 bytes.
func New(secrets [][]byte) (*Sealer, error) {
	s := &Sealer{}
	for _, secret := range secrets {
		key, err := hkdf.Key(sha256.New, secret, nil, "latchkey seal v1", chacha20poly1305.KeySize)
		if err != nil {
			return nil, err
		}
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			return nil, err
		}
		s.aeads = append(s.aeads, aead)
	}
	return s, nil
}

// Seal encrypts plain for one kind of use: what was sealed as one kind does not open as another.
func (s *Sealer) Seal(kind string, plain []byte) []byte {
	aead := s.aeads[0]
	head := 1 + aead.NonceSize()
	out := make([]byte, head, head+len(plain)+aead.Overhead())
	out[0] = sealVersion
	_, _ = rand.Read(out[1:head]) // never fails (crypto/rand)
	return aead.Seal(out, out[1:head], plain, []byte(kind))
}

// Open decrypts, and reports whether the first secret opened it (false: it should be sealed again).
func (s *Sealer) Open(kind string, sealed []byte) (plain []byte, first bool, err error) {
	for i, aead := range s.aeads {
		head := 1 + aead.NonceSize()
		if len(sealed) < head+aead.Overhead() || sealed[0] != sealVersion {
			return nil, false, errSeal
		}
		if plain, err := aead.Open(nil, sealed[1:head], sealed[head:], []byte(kind)); err == nil {
			return plain, i == 0, nil
		}
	}
	return nil, false, errSeal
}

// SealToken is Seal in base64url, for tokens that clients carry.
func (s *Sealer) SealToken(kind string, plain []byte) string {
	return base64.RawURLEncoding.EncodeToString(s.Seal(kind, plain))
}

// OpenToken opens a token of SealToken. It accepts only one spelling of each token.
func (s *Sealer) OpenToken(kind, token string) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || strings.ContainsAny(token, "\r\n") { // which the decoder would ignore
		return nil, errSeal
	}
	plain, _, err := s.Open(kind, sealed)
	return plain, err
}
