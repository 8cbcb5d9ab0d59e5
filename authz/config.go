package authz

import (
	"strings"

	"latchkey/transport"
)

// Config holds the settings of forward-auth.
type Config struct {
	BaseURL string            // of our pages, without a trailing slash
	Returns transport.Returns // decides where users return
	// ACRValues returns the authentication context classes that meet a level (Challenge).
	ACRValues func(level string) []string
}

func (c Config) acrValues(level string) string {
	if level == "" {
		return ""
	}
	return strings.Join(c.ACRValues(level), " ")
}
