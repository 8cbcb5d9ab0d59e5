package checkup

import (
	"errors"
	"net/mail"
	"strings"
)

// checkMail checks --canary-mail: an address alone, to which a tag can be added.
func checkMail(address string, canary bool) error {
	if address == "" {
		return nil
	}
	if !canary {
		return errors.New("--canary-mail needs --canary")
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || strings.ContainsAny(address, "+\"") {
		return errors.New("--canary-mail: not an email address without a tag. Write one of yours, such as ops@example.com")
	}
	return nil
}
