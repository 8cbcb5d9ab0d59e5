package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	codeSpan  = regexp.MustCompile("`(?:latchkey )([^`|\\[]+)`")
	codeBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	calledAs  = regexp.MustCompile(`(?:^|[ (/])latchkey(?:-new)? (.*)`)
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")
	ofOthers  = regexp.MustCompile(`(?m)^(selfservice|session|scrape_configs|rule_files|entryPoints|http|http_filters|authenticators| +aal2_acr_values):`) // Kratos, Prometheus, proxies
	quoted    = regexp.MustCompile(`"([^"]*)"|(\S+)`)
)

// Every command in the documentation is a valid command line: one in a block as it stands, one in a sentence perhaps without
// what it requires.
func TestCommandsInDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HANKO_DSN", "postgres://hanko@db/passkeys") // which docs/import-hanko.md exports
	count := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range codeSpan.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\n", " "), -1) {
			if strings.HasPrefix(span[1], "confirmation v") { // the first line of a signed text
				continue
			}
			count++
			if err := parses(t, span[1]); err != nil && !strings.HasPrefix(err.Error(), "expected ") && !strings.Contains(err.Error(), "missing flags") {
				t.Errorf("%s: `latchkey %s`: %v", filepath.Base(page), span[1], err)
			}
		}
		for _, block := range codeBlock.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
				command, _, _ := strings.Cut(line, "#")
				called := calledAs.FindStringSubmatch(strings.TrimSpace(command))
				if called == nil || !begins(command) {
					continue
				}
				count++
				if err := parses(t, called[1]); err != nil {
					t.Errorf("%s: latchkey %s: %v", filepath.Base(page), called[1], err)
				}
			}
		}
	}
	if count < 150 {
		t.Errorf("only %d commands: the search is broken", count)
	}
}

// begins reports whether a line of a shell runs Latchkey, rather than a program that makes or installs it.
func begins(line string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.HasSuffix(strings.TrimSuffix(first, "-new"), "latchkey") || strings.Contains(line, "exec deploy/latchkey -- ")
}

// parses reads a command line as the command does, up to what a shell does with its output. ID, and
// variables, stand for IDs.
func parses(t *testing.T, line string) (err error) {
	t.Helper()
	if _, after, inside := strings.Cut(line, "-- latchkey "); inside {
		line = after
	}
	line, _, _ = strings.Cut(line, " > ")
	line, _, _ = strings.Cut(line, " | ")
	var args []string
	for _, word := range quoted.FindAllStringSubmatch(line, -1) {
		if args = append(args, word[1]+word[2]); word[2] == "ID" || strings.HasPrefix(word[2], "$") {
			args[len(args)-1] = "01a22656-85ab-79db-a5ea-17c4a56370b2"
		}
	}
	if args[0] == "-c" {
		args = args[2:]
	}
	defer func() {
		if _, exits := recover().(exit); exits { // --help and --version end there
			err = nil
		}
	}()
	program := Program{Stdout: new(bytes.Buffer), Stderr: new(bytes.Buffer)}
	_, err = program.parser(t.Context(), new(commandLine)).Parse(args)
	return err
}

// Every fragment of latchkey.yml in the documentation names settings that exist.
func TestSettingsInDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	file, count := filepath.Join(t.TempDir(), "latchkey.yml"), 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
			if ofOthers.MatchString(block[1]) {
				continue
			}
			count++
			if err := os.WriteFile(file, []byte(block[1]), 0o600); err != nil {
				t.Fatal(err)
			}
			_, said, _ := latchkey(t, nil, "--config", file, "config", "check")
			if strings.Contains(said, "is not a setting") || strings.Contains(said, "yaml") {
				t.Errorf("%s: %s\n%s", filepath.Base(page), block[1], said)
			}
		}
	}
	if count < 12 {
		t.Errorf("only %d fragments: the search is broken", count)
	}
}
