package config

import (
	"latchkey/config/setting"
	"latchkey/config/value"
)

const makeSecret = "Make a secret with `openssl rand -base64 32`, keep it in a file that only Latchkey's user may read, and name it in secrets.cipher_file."

// checkOrigin checks the spelling of an origin. An empty one is already reported.
func checkOrigin(r *setting.Report, path, origin string) bool {
	return checkText(r, path, origin, value.OriginFault)
}

// checkRPID checks an RP ID. An empty one is already reported.
func checkRPID(r *setting.Report, path, id string) bool {
	return checkText(r, path, id, value.RPIDFault)
}

func checkText(r *setting.Report, path, text string, faultOf func(string) (wrong, remedy string)) bool {
	if text == "" {
		return false
	}
	wrong, remedy := faultOf(text)
	if wrong != "" {
		r.Fault(path, wrong, remedy)
	}
	return wrong == ""
}

// checkDSN reports a DSN that cannot be used, and how to write it. An empty one is already reported.
func checkDSN(r *setting.Report, dsn value.DSN) {
	if _, err := dsn.Parse(); err != nil && dsn != "" {
		r.Fault("dsn", err.Error()+".", "Write sqlite://latchkey.db, sqlite:///absolute/path.db or postgres://user@host/database.")
	}
}
