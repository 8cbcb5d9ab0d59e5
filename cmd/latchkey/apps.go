package main

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"latchkey/config"
	"latchkey/wellknown"
)

// wellKnown converts the relying parties and apps for publication.
func wellKnown(cfg config.Config) wellknown.Published {
	published := wellknown.Published{BaseURL: cfg.Serve.Public.BaseURL, RelatedOrigins: make(map[string][]string), IOS: cfg.Apps.IOS}
	for _, rp := range cfg.WebAuthn.RP {
		origins := slices.Concat(rp.Origins, rp.RelatedOrigins)
		slices.Sort(origins)
		published.RelatedOrigins[rp.ID] = slices.Compact(origins)
	}
	for _, app := range cfg.Apps.Android {
		published.Android = append(published.Android, wellknown.AndroidApp{Package: app.Package, Fingerprints: app.SHA256CertFingerprints})
	}
	return published
}

// appOrigins returns the origins that the apps send in ceremonies of an RP ID: for Android the hash of the signing
// certificate, for iOS the RP ID.
func appOrigins(apps config.Apps, rpID string) []string {
	var origins []string
	for _, app := range apps.Android {
		for _, fingerprint := range app.SHA256CertFingerprints {
			sum, err := hex.DecodeString(strings.ReplaceAll(fingerprint, ":", ""))
			if err == nil { // otherwise config has refused it
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
