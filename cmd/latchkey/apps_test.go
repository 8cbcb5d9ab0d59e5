package main

import (
	"slices"
	"testing"
)

// fingerprint belongs to no certificate.
const fingerprint = "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"

// The origins of apps are derived from their fingerprints, so there is no second setting to get wrong.
func TestAppsBecomeOrigins(t *testing.T) {
	const apps = "apps: {android: [{package: com.example.app, sha256_cert_fingerprints: ['" + fingerprint + "']}, " +
		"{package: com.example.other, sha256_cert_fingerprints: ['" + fingerprint + "']}], ios: [ABCDE12345.com.example.app]}"
	loaded, err := loadYAML(t, "webauthn: {rp: [{id: example.com, name: E, origins: [https://www.example.com], related_origins: [https://example.net]}, "+
		"{id: example.org, name: O, origins: [https://example.org]}]}\n"+apps)
	if err != nil {
		t.Fatal(err)
	}
	const android = "android:apk-key-hash:FG3pg8VzBlDY7rmVLzT8ZBagg0LmHb6oigSWsj_PROU"
	rps := rulesConfig(loaded.Config).RPs
	if !slices.Equal(rps[0].AppOrigins, []string{android, "https://example.com"}) || !slices.Equal(rps[1].AppOrigins, []string{android, "https://example.org"}) {
		t.Errorf("got %q and %q, want %s and the website of each", rps[0].AppOrigins, rps[1].AppOrigins, android)
	}
	published := wellKnown(loaded.Config)
	if got := published.RelatedOrigins["example.com"]; !slices.Equal(got, []string{"https://example.net", "https://www.example.com"}) {
		t.Errorf("related origins %q: apps are none", got)
	}
	if len(published.Android) != 2 || published.Android[0].Package != "com.example.app" || !slices.Equal(published.Android[0].Fingerprints, []string{fingerprint}) ||
		!slices.Equal(published.IOS, []string{"ABCDE12345.com.example.app"}) {
		t.Errorf("got %+v, want 2 for Android, the first com.example.app, and ABCDE12345.com.example.app for iOS", published)
	}
	if slices.Contains(loaded.Config.CallerOrigins(), android) {
		t.Error("an app is among the origins of pages")
	}
}
