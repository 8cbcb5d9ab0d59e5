package config

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"latchkey/config/setting"
)

// Apps are native apps that use the passkeys, through the platform's own API.
type Apps struct {
	// Android apps. They are published at `/.well-known/assetlinks.json`. Their origins in ceremonies
	// (`android:apk-key-hash:…`) are derived from the fingerprints and accepted. In the environment, this is JSON.
	Android []AndroidApp `koanf:"android" optional:"true" example:"{\"package\": \"com.example.app\", \"sha256_cert_fingerprints\": [\"14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5\"]}"`
	// iOS and macOS apps, as team ID, a dot and bundle ID. They are published at
	// `/.well-known/apple-app-site-association`, and `https://` with the RP ID is accepted as their origin.
	IOS []string `koanf:"ios" optional:"true" example:"ABCDE12345.com.example.app"`
}

// AndroidApp is one Android app.
type AndroidApp struct {
	// The package name (`applicationId`).
	Package string `koanf:"package"`
	// The SHA-256 fingerprints of all certificates that sign the app, as keytool and the Play Console print them:
	// `14:6D:…`. For apps in the Play Store, use the fingerprint of Play App Signing.
	SHA256CertFingerprints []string `koanf:"sha256_cert_fingerprints"`
}

var (
	androidPackage = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$`)
	appleApp       = regexp.MustCompile(`^[A-Z0-9]{10}\.[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$`)
)

// check validates what is published for phones: they read these files in the background and report no errors.
func (a Apps) check(r *setting.Report) {
	packages := make(map[string]bool)
	for i, app := range a.Android {
		path := fmt.Sprintf("apps.android[%d]", i)
		switch {
		case app.Package == "":
		case !androidPackage.MatchString(app.Package):
			r.Fault(path+".package", "is not an Android package name.", "Copy applicationId from the app's build.gradle, such as com.example.app.")
		case packages[app.Package]:
			r.Fault(path+".package", "occurs twice ("+app.Package+").", "Merge the two entries and list all fingerprints in one.")
		}
		packages[app.Package] = true
		for j, fingerprint := range app.SHA256CertFingerprints {
			at := fmt.Sprintf("%s.sha256_cert_fingerprints[%d]", path, j)
			checkFingerprint(r, at, fingerprint)
			if slices.Contains(app.SHA256CertFingerprints[:j], fingerprint) {
				r.Fault(at, "occurs twice.", "Remove one.")
			}
		}
	}
	for i, app := range a.IOS {
		path := fmt.Sprintf("apps.ios[%d]", i)
		if app != "" && !appleApp.MatchString(app) {
			r.Fault(path, "is not a team and bundle ID.", "Write the ten characters of the team ID, a dot and the bundle ID, such as ABCDE12345.com.example.app.")
		}
		if slices.Contains(a.IOS[:i], app) {
			r.Fault(path, "occurs twice.", "Remove one.")
		}
	}
}

// checkFingerprint accepts only the spelling that Android accepts.
func checkFingerprint(r *setting.Report, path, fingerprint string) {
	const howTo = "Copy the line SHA256 that `keytool -printcert -jarfile app.apk` prints, or the one from the Play Console (App signing)."
	sum, err := hex.DecodeString(strings.ReplaceAll(fingerprint, ":", ""))
	switch {
	case fingerprint == "":
	case err == nil && len(sum) == 20:
		r.Fault(path, "is a SHA-1 fingerprint.", howTo)
	case err != nil || len(sum) != 32:
		r.Fault(path, "is not a SHA-256 fingerprint.", howTo)
	case fingerprint != spellFingerprint(sum):
		r.Fault(path, "is not spelled as Android expects it.", "Write "+spellFingerprint(sum)+".")
	}
}

// spellFingerprint formats a fingerprint as AB:CD:…
func spellFingerprint(sum []byte) string {
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(pairs, ":")
}
