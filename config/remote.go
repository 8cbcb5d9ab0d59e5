package config

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"latchkey/config/value"
)

// Remote is the admin listener of a running Latchkey, and a key for it.
type Remote struct {
	URL string // without a trailing slash
	Key value.Secret
}

// LoadRemote reads a Remote from the environment; ok is false if LATCHKEY_ADMIN_URL is not set. Over a network, a key
// is sent by https only.
func LoadRemote(environ []string) (remote Remote, ok bool, err error) {
	address := variable(environ, envAdminURL)
	if address == "" {
		return Remote{}, false, nil
	}
	target, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || target.Host == "" || target.User != nil || target.RawQuery != "" || target.Fragment != "" ||
		(target.Scheme != "https" && (target.Scheme != "http" || !value.IsLoopback(target.Hostname()))) {
		return Remote{}, false, fmt.Errorf("%s: must be the https address of the admin listener, or http on loopback, such as http://127.0.0.1:4478", envAdminURL)
	}
	key := variable(environ, envAdminKey)
	if file := variable(environ, envAdminKeyFile); key == "" && file != "" {
		read, err := os.ReadFile(file)
		if err != nil {
			return Remote{}, false, fmt.Errorf("%s: %w", envAdminKeyFile, err)
		}
		key = strings.TrimSpace(string(read))
	}
	if key == "" {
		return Remote{}, false, fmt.Errorf("set %s or %s to a key that `latchkey keys create` has made", envAdminKeyFile, envAdminKey)
	}
	return Remote{URL: target.String(), Key: value.Secret(key)}, true, nil
}

func variable(environ []string, name string) string {
	for _, pair := range environ {
		if text, ok := strings.CutPrefix(pair, name+"="); ok {
			return text
		}
	}
	return ""
}
