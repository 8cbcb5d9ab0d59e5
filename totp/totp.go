// Package totp computes the codes of authenticator apps as Kratos accepts them. Latchkey itself checks no codes: doctor and the
// tests are users who have such an app.
package totp

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// Period is the life of a code. Kratos has no setting for it, and accepts the codes of one period before and after.
const Period = 30 * time.Second

// Code returns the code at that time for a base32 secret: six digits, SHA-1 (RFC 6238).
func Code(secret string, at time.Time) (string, error) {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(secret), "="))
	if err != nil {
		return "", fmt.Errorf("TOTP secret: %w", err)
	}
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/int64(Period/time.Second))))
	sum := mac.Sum(nil)
	truncated := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & 0x7fffffff // RFC 4226, 5.3
	return fmt.Sprintf("%06d", truncated%1_000_000), nil
}
