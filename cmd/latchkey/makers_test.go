package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/cmd/latchkey/brand"
	"latchkey/webauthnsvc"
)

// Makers have names and kinds, and icons only where the operator names a file of them.
func TestMakers(t *testing.T) {
	const apple, yubikey = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "2fc0579f-8113-47ea-b116-bb5a8db9202a"
	file := filepath.Join(t.TempDir(), "icons.json")
	const drawing = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
	if err := os.WriteFile(file, []byte(`{"`+apple+`": {"icon": "`+drawing+`"}, "`+yubikey+`": {"icon": "https://evil.example/x.svg"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	icons, err := brand.Icons(file, slog.New(slog.NewTextHandler(&logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(logged.String(), yubikey+"-light") {
		t.Errorf("the icon that is left out is not logged: %s", &logged)
	}
	const base = "https://passkeys.example.com"
	const icon = base + "/authenticators/" + apple + "-light"
	for aaguid, want := range map[string]webauthnsvc.Provider{
		apple:   {Name: "Apple Passwords", Kind: "password_manager", Icon: icon, IconDark: icon},
		yubikey: {Name: "YubiKey 5 NFC", Kind: "security_key"},
	} {
		if got := makers(base, icons)(uuid.MustParse(aaguid)); got == nil || *got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if got := makers(base, nil)(uuid.MustParse(apple)); got == nil || got.Icon != "" || got.IconDark != "" {
		t.Errorf("without a file: got %+v, want no icon", got)
	}
	if unknown := makers(base, icons)(uuid.Nil); unknown != nil {
		t.Errorf("unknown AAGUID: got %+v, want nil", unknown)
	}
}
