// Package appid owns the FIDO AppID extensions (WebAuthn L3 §10.1.1, §10.1.2): security keys that were registered with the older U2F API
// sign for the URL that it called AppID, in place of an RP ID. Only second factors that were imported can be such keys. What the
// signature is worth belongs to package webauthnsvc.
package appid

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/strictjson"
)

// Suits reports whether a passkey may sign for an AppID. Latchkey itself makes none that does, and step-up only are those that
// were imported as second factors.
func Suits(row store.Passkey) bool { return row.StepUpOnly }

// Requests reports whether the options of a step-up by one of these passkeys, or of a registration beside them, can name the AppID. A browser refuses the whole
// prompt at an origin on another site, or on http. origins are those from which the response may come.
func Requests(rpID string, origins []string, rows []store.Passkey) bool {
	listed := slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.RPID == rpID && row.SuspendedAt == nil && Suits(row) })
	return listed && !slices.ContainsFunc(origins, func(origin string) bool { return !belongs(origin, rpID) })
}

// belongs reports whether an origin is on the RP ID's domain, and so on the AppID's site.
func belongs(origin, rpID string) bool {
	parsed, err := url.Parse(origin)
	if err != nil || parsed.Scheme != "https" {
		return false
	}
	return parsed.Hostname() == rpID || strings.HasSuffix(parsed.Hostname(), "."+rpID)
}

// Output is the browser's word that the key has signed for the AppID, or nil. Only true says so; an odd type is no reason to
// refuse a response.
func Output(extensions json.RawMessage) *bool {
	if !bytes.Contains(extensions, []byte("appid")) {
		return nil
	}
	all, _ := strictjson.Read(extensions)
	used := string(all["appid"]) == "true"
	return &used
}
