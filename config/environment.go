package config

import (
	"regexp"
	"strings"
)

// Variables that begin with LATCHKEY_ but are not settings.
const (
	envConfig = "LATCHKEY_CONFIG" // where latchkey.yml is
	envTest   = "LATCHKEY_TEST_"  // prefix of variables that this project's tests read
	envKratos = "LATCHKEY_KRATOS" // the Kratos that this project's demo and tests run

	// These make the support commands use a running Latchkey.
	envAdminURL     = "LATCHKEY_ADMIN_URL"
	envAdminKey     = "LATCHKEY_ADMIN_KEY"
	envAdminKeyFile = "LATCHKEY_ADMIN_KEY_FILE"
)

// serviceLink matches what Kubernetes sets in every pod for a Service whose name begins with "latchkey". These
// variables do not configure Latchkey and must not prevent its start.
var serviceLink = regexp.MustCompile(`_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$`)

// isOther reports whether a variable with Latchkey's prefix is known, but not a setting.
func isOther(name string) bool {
	switch name {
	case envConfig, envKratos, envAdminURL, envAdminKey, envAdminKeyFile:
		return true
	}
	return strings.HasPrefix(name, envTest) || serviceLink.MatchString(name)
}
