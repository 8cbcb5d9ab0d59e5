package web

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{\w+\}`)

// pluralForms are the categories of each language (CLDR) that whole numbers of people's size can have: French and its
// neighbours have "many" only for millions.
var pluralForms = map[string][]string{
	"ar": {"few", "many", "one", "other", "two", "zero"},
	"de": {"one", "other"},
	"en": {"one", "other"},
	"es": {"one", "other"},
	"fr": {"one", "other"},
	"it": {"one", "other"},
	"nl": {"one", "other"},
	"pl": {"few", "many", "one", "other"},
	"pt": {"one", "other"},
}

// Every language says the same as English, file by file: the same keys, the same names to fill in, nothing empty. Only
// English and German have the sentences of the console.
func TestLanguagesAreComplete(t *testing.T) {
	english, err := filepath.Glob("elements/messages.en*.js")
	if err != nil || len(english) < 5 || len(mustLanguages().messages["en"]) < 100 {
		t.Fatalf("English is not where this test looks: %v %v", english, err)
	}
	for _, name := range mustLanguages().names {
		if pluralForms[name] == nil {
			t.Errorf("messages.%s.js: elements look for the primary subtag alone, and this test for its plural forms", name)
		}
		files, err := filepath.Glob("elements/messages." + name + ".*js")
		if err != nil || len(files) > len(english) {
			t.Errorf("%s has %d files, English %d", name, len(files), len(english))
		}
		for _, file := range english {
			other := strings.Replace(file, ".en.", "."+name+".", 1)
			if strings.Contains(file, ".admin") && name != "de" {
				continue
			}
			if _, err := os.Stat(other); err != nil {
				t.Errorf("%s is missing", other)
				continue
			}
			compareSentences(t, other, name, mustMessages(file), mustMessages(other))
		}
	}
}

// compareSentences compares sentence by sentence. A sentence with plural forms has those of its language.
func compareSentences(t *testing.T, file, name string, english, m messages) {
	t.Helper()
	wanted := map[string]string{}
	for key, sentence := range english {
		stem, isPlural := strings.CutSuffix(key, ".other")
		switch _, one := english[stem+".one"]; {
		case isPlural && one:
			for _, form := range pluralForms[name] {
				wanted[stem+"."+form] = sentence
			}
		case english[strings.TrimSuffix(key, ".one")+".other"] == "": // otherwise the form "one" of a sentence above
			wanted[key] = sentence
		}
	}
	for key, sentence := range m {
		if strings.TrimSpace(sentence) == "" {
			t.Errorf("%s: %s is empty", file, key)
		}
		if _, ok := wanted[key]; !ok {
			t.Errorf("%s: %s is not in English", file, key)
		}
		if name != "en" && sentence == english[key] && !sameEverywhere(key, sentence) {
			t.Errorf("%s: %s is in English: %s", file, key, sentence)
		}
	}
	for key, sentence := range wanted {
		if _, ok := m[key]; !ok {
			t.Errorf("%s: %s is missing", file, key)
		} else if want, got := placeholders(sentence), placeholders(m[key]); !slices.Equal(got, want) && !(len(got) == 0 && inWords(key)) {
			t.Errorf("%s: %s fills in %v, in English %v", file, key, got, want)
		}
	}
}

// inWords reports whether a form stands for one number only, which may be a word: "your last code".
func inWords(key string) bool {
	return slices.ContainsFunc([]string{".zero", ".one", ".two"}, func(form string) bool { return strings.HasSuffix(key, form) })
}

// sameEverywhere reports whether a sentence may be the same in English and another language: two words at most, or nothing
// but placeholders.
func sameEverywhere(key, sentence string) bool {
	return key == "dir" || len(strings.Fields(placeholder.ReplaceAllString(sentence, ""))) <= 2
}

func placeholders(sentence string) []string {
	found := placeholder.FindAllString(sentence, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// Two languages that say the same are one file that was copied.
func TestNoLanguageIsACopy(t *testing.T) {
	all := mustLanguages()
	for i, a := range all.names {
		for _, b := range all.names[i+1:] {
			same := 0
			for key, sentence := range all.messages[a] {
				if all.messages[b][key] == sentence {
					same++
				}
			}
			if total := len(slices.Collect(maps.Keys(all.messages[a]))); same*10 > total {
				t.Errorf("%d of %d sentences are the same in %s and %s", same, total, a, b)
			}
		}
	}
}
