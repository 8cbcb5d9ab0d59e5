package main

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"latchkey/api"
	"latchkey/config"
)

// wellKnown is what is published of relying parties and apps.
func wellKnown(cfg config.Config) api.WellKnown {
	published := api.WellKnown{RelatedOrigins: make(map[string][]string), IOS: cfg.Apps.IOS}
	for _, rp := range cfg.WebAuthn.RP {
		origins := slices.Concat(rp.Origins, rp.RelatedOrigins)
		slices.Sort(origins)
		published.RelatedOrigins[rp.ID] = slices.Compact(origins)
	}
	for _, app := range cfg.Apps.Android {
		published.Android = append(published.Android, api.AndroidApp{Package: app.Package, Fingerprints: app.SHA256CertFingerprints})
	}
	return published
}

// appOrigins are what the configured apps say in place of an origin, in ceremonies of that RP ID. Android apps name the
// certificate they are signed with; iOS has the RP ID stand for the app.
func appOrigins(apps config.Apps, rpID string) []string {
	var origins []string
	for _, app := range apps.Android {
		for _, fingerprint := range app.SHA256CertFingerprints {
			sum, err := hex.DecodeString(strings.ReplaceAll(fingerprint, ":", ""))
			if err == nil { // else it was refused at start
				origins = append(origins, "android:apk-key-hash:"+base64.RawURLEncoding.EncodeToString(sum))
			}
		}
	}
	if len(apps.IOS) > 0 {
		origins = append(origins, "https://"+rpID)
	}
	slices.Sort(origins)
	return slices.Compact(origins)
}
