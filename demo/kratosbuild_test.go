package demo

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKratosBinary(t *testing.T) {
	t.Setenv(EnvKratos, "")
	built, err := BuildKratos(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if path, err := KratosBinary(t.Context(), io.Discard); err != nil || path != built {
		t.Errorf("without %s: %q, %v", EnvKratos, path, err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{
		"text":    string(isKratos),
		"other":   "#!/bin/sh\n",
		"damaged": "#!/bin/sh\n# " + string(isKratos) + "\necho no version; exit 3\n",
	} {
		mode := os.FileMode(0o700)
		if name == "text" {
			mode = 0o600
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(built, "kratos"); err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"kratos": "", built: "",
		"absent":  "absent is not an executable file",
		dir:       "is not an executable file",
		"text":    "text is not an executable file",
		"other":   "other is another program",
		"damaged": "exit status 3\nno version",
	} {
		t.Setenv(EnvKratos, given)
		path, err := KratosBinary(t.Context(), io.Discard)
		switch {
		case want == "" && (err != nil || !filepath.IsAbs(path)):
			t.Errorf("%s: %q, %v", given, path, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), EnvKratos)):
			t.Errorf("%s: %v, want %q", given, err, want)
		}
	}
}

// Each Kratos has its own empty database: that of another version lacks migrations.
func TestEmptyDatabaseIsOfTheBinary(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		binary := filepath.Join(t.TempDir(), "kratos")
		for i := range 2 {
			if err := os.WriteFile(binary, make([]byte, i), 0o700); err != nil {
				t.Fatal(err)
			}
			first, err := emptyDatabase(binary)
			second, again := emptyDatabase(binary)
			if err != nil || again != nil || first != second || seen[first] {
				t.Errorf("%s, then %s: %v, %v", first, second, err, again)
			}
			seen[first] = true
		}
	}
}

// TestFeaturesOfKratos: the built Kratos is 1.3.1, which has none of the features.
func TestFeaturesOfKratos(t *testing.T) {
	t.Setenv(EnvKratos, "")
	built, err := BuildKratos(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []Feature{RemovesPasskeys, KeepsLastFactor, CountsACR} {
		if found, err := has(built, f); found || err != nil {
			t.Errorf("%s: %t, %v", f, found, err)
		}
	}
	// A text that ends in the next part of the file is found.
	for _, before := range []int{0, 1<<20 + 90, 2<<20 - 7} {
		path := filepath.Join(t.TempDir(), "binary")
		if err := os.WriteFile(path, []byte(strings.Repeat("x", before)+string(CountsACR)), 0o600); err != nil {
			t.Fatal(err)
		}
		for f, want := range map[Feature]bool{CountsACR: true, RemovesPasskeys: false} {
			if found, err := has(path, f); found != want || err != nil {
				t.Errorf("%s after %d bytes: %t, %v", f, before, found, err)
			}
		}
	}
	if _, err := has(filepath.Join(t.TempDir(), "absent"), CountsACR); err == nil {
		t.Error("an absent binary has features")
	}
}
