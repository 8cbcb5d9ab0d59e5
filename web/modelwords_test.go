package web_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestConsoleNamesModels: the console has words for the reasons and the details of the events about compromised models, which are codes
// in the API.
func TestConsoleNamesModels(t *testing.T) {
	for _, c := range []struct{ source, pattern, sentences, prefix string }{
		{"../compromised/report.go", `"([a-z_]+)": `, "admin-eventdetails", "of_"},
		{"../compromised/report.go", `= "(model_[a-z]+)"`, "admin-events", "because_"},
		{"../store/compromisedmodel.go", `Report[A-Z]\w+ +(?:string )?= "([a-z_]+)"`, "admin-events", "because_"},
	} {
		source, err := os.ReadFile(c.source)
		if err != nil {
			t.Fatal(err)
		}
		keys := regexp.MustCompile(c.pattern).FindAllStringSubmatch(string(source), -1)
		if len(keys) < 2 {
			t.Fatalf("%s: found only %v", c.source, keys)
		}
		for _, language := range []string{"en", "de"} {
			sentences, err := os.ReadFile("elements/messages." + language + "." + c.sentences + ".js")
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range keys {
				if !strings.Contains(string(sentences), `"`+c.prefix+key[1]+`":`) {
					t.Errorf("%s has no sentence %s.%s%s", language, c.sentences, c.prefix, key[1])
				}
			}
		}
	}
}
