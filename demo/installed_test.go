package demo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo/app"
)

// In containers the demo has the same brand. deploy/check runs it.
func TestSettingsForContainers(t *testing.T) {
	folder := t.TempDir()
	if err := WriteSettings(folder); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "latchkey.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"  name: " + app.Name, `  accent: "` + app.Accent + `"`, `  accent_dark: "` + app.AccentDark + `"`, "  logo_file: /run/secrets/logo.svg"} {
		if !strings.Contains(string(text), "\n"+line+"\n") {
			t.Errorf("there is no line %s in\n%s", line, text)
		}
	}
	if logo, err := os.ReadFile(filepath.Join(folder, "logo.svg")); err != nil || string(logo) != string(app.Logo) {
		t.Errorf("the logo is another one (%v)", err)
	}
	if err := WriteSettings(filepath.Join(folder, "missing")); err == nil {
		t.Error("a folder that is missing is no fault")
	}
}
