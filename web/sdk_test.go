package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// source is a script as developers read it; what is served is made from it.
func source(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func words(text, pattern string) []string {
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

func TestSDKKnowsEveryCode(t *testing.T) {
	table := source(t, "sdk/error.js")
	if got, want := words(table, `(?m)^  (\w+): \['`), strings.Fields(browserCodes); !slices.Equal(got, want) {
		t.Errorf("its browser codes are\n%q, want\n%q", got, want)
	}
	_, list, _ := strings.Cut(table, "SERVER_CODES")
	list, _, _ = strings.Cut(list, "])")
	known := words(list, `'(\w+)'`)
	if want := strings.Fields(serverCodes); !slices.Equal(known, want) {
		t.Errorf("its server codes are\n%q, want\n%q", known, want)
	}
	_, contract, _ := strings.Cut(source(t, "../api/openapi.yaml"), "What went wrong. The set is closed.")
	contract, _, _ = strings.Cut(contract, "detail:")
	promised := words(contract, `(?m)^ +- (\w+)$`)
	if len(promised) < 20 {
		t.Fatalf("the contract's codes are not where this test looks: %q", promised)
	}
	for _, code := range promised {
		if !slices.Contains(known, code) {
			t.Errorf("it does not know %s of the contract", code)
		}
	}
	manual := source(t, "../docs/sdk-errors.md")
	for _, code := range slices.Concat(known, strings.Fields(browserCodes)) {
		if !strings.Contains(manual, "`"+code+"`") {
			t.Errorf("docs/sdk-errors.md does not list %s", code)
		}
	}
}

// One file of the SDK, and no other script, calls the browser's credential API; and nothing makes markup of strings.
func TestOneFileCallsCredentials(t *testing.T) {
	scripts, err := filepath.Glob("*/*.js")
	if err != nil || len(scripts) < 8 {
		t.Fatalf("%v, %d scripts", err, len(scripts))
	}
	call := regexp.MustCompile(`navigator\.credentials(\?\.)?(\[[a-z]+\]|\.\w+)\(`)
	for _, name := range scripts {
		text := source(t, name)
		if calls := call.MatchString(text); calls != (name == "sdk/ceremony.js") {
			t.Errorf("%s calls navigator.credentials: %v", name, calls)
		}
		if strings.Contains(text, "innerHTML") || strings.Contains(text, "insertAdjacentHTML") {
			t.Errorf("%s makes markup of a string", name)
		}
	}
}

// The package has no dependencies at run time, and its scripts load nothing but each other.
func TestSDKLoadsOnlyItself(t *testing.T) {
	scripts, err := filepath.Glob("sdk/*.js")
	if err != nil || len(scripts) < 8 {
		t.Fatalf("%v, %d scripts", err, len(scripts))
	}
	for _, name := range scripts {
		for _, loaded := range words(source(t, name), `(?m)^(?:import|export) .*from '([^']+)'`) {
			if !slices.Contains(scripts, filepath.Join("sdk", loaded)) || loaded == "./types.js" {
				t.Errorf("%s loads %s", name, loaded)
			}
		}
	}
	if strings.Contains(source(t, "package.json"), `"dependencies"`) {
		t.Error("the package has dependencies")
	}
}

// A property that is declared twice has the type of only one.
func TestTypesDeclareOnce(t *testing.T) {
	for _, typedef := range strings.Split(source(t, "sdk/types.js"), "/**") {
		declared := words(typedef, `(?m)^ \* @property \{.*\} \[?(\w+)\]?(?:  .*)?$`)
		slices.Sort(declared)
		if once := slices.Compact(slices.Clone(declared)); len(once) != len(declared) {
			t.Errorf("a type declares one of %q twice", declared)
		}
	}
}
