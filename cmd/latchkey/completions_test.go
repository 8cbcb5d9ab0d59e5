package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCompletion(t *testing.T) {
	for words, want := range map[string]string{
		"key":                                   "keys",
		"keys ":                                 "create list revoke rotate-signing",
		"keys create --na":                      "--name",
		"keys create --name x --sc":             "--scopes",
		"keys create --scopes ":                 "read export revoke reset keys",
		"keys create --scopes read,re":          "read,revoke read,reset",
		"keys create --scopes read,read":        "",
		"keys create --name ":                   "",
		"keys create --json --ex":               "--expires-in",
		"keys create --name=x --ex":             "--expires-in",
		"--config ":                             ":files",
		"-c ":                                   ":files",
		"-c a.yml mig":                          "migrate",
		"import json ":                          ":files",
		"import json a ":                        "",
		"mfa-reset --w":                         "--wait", // those of start
		"mfa-reset list --state d":              "done",
		"audit verify --head ":                  ":files",
		"completion ":                           "bash zsh fish", // and no hidden one
		"config m":                              "",
		"passkeys revoke -- --":                 "",
		"keys list --no":                        "",
		"nothing ":                              "",
		"passkeys list --identity ann --suspen": "--suspended",
	} {
		args := append([]string{"completion", "words", "--"}, strings.Split(words, " ")...)
		out, errOut, code := latchkey(t, nil, args...)
		var got []string
		for line := range strings.Lines(out) {
			word, _, tab := strings.Cut(line, "\t")
			if !tab {
				t.Errorf("%q: no tab in %q", words, line)
			}
			got = append(got, word)
		}
		if strings.Join(got, " ") != want || code != exitOK {
			t.Errorf("%q: got %q, want %q; code %d, %s", words, got, want, code, errOut)
		}
	}
}

// The scripts complete in the shells that are installed here. They run the binary that is on PATH.
func TestCompletionInShells(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	wrapper := "#!/bin/sh\n" + ownProcess + "=1 exec '" + os.Args[0] + "' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "latchkey"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "kept.yml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for shell, test := range map[string]string{
		"bash": `source <(latchkey completion bash)
COMP_WORDS=(latchkey keys create --scopes read,ex); COMP_CWORD=4; _latchkey; echo "${COMPREPLY[@]}"
COMP_WORDS=(latchkey -c ke); COMP_CWORD=2; _latchkey; echo "${COMPREPLY[@]}"
COMP_WORDS=(latchkey audit ""); COMP_CWORD=2; _latchkey; echo "${COMPREPLY[@]}"`,
		"zsh": `compdef() { :; }; _files() { print -- ke*; }; _describe() { print -- ${${(P)2}%%:*}; }
source <(latchkey completion zsh)
words=(latchkey keys create --scopes read,ex); CURRENT=5; _latchkey
words=(latchkey -c ke); CURRENT=3; _latchkey
words=(latchkey audit ""); CURRENT=3; _latchkey`,
		"fish": `latchkey completion fish | source
complete -C 'latchkey keys create --scopes read,ex' | string split -f1 \t
complete -C 'latchkey -c ke' | string split -f1 \t
string join ' ' (complete -C 'latchkey audit ' | string split -f1 \t | string match -rv '^-')`,
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed; on Debian: apt-get install %s", shell, shell)
			}
			cmd := exec.CommandContext(t.Context(), path, "-c", test)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir)
			out, err := cmd.CombinedOutput()
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if err != nil || len(lines) != 3 || lines[0] != "read,export" || lines[1] != "kept.yml" {
				t.Fatalf("%v: %q", err, lines)
			}
			for _, command := range []string{"export", "verify", "head"} {
				if !strings.Contains(lines[2], command) {
					t.Errorf("of audit: %q", lines[2])
				}
			}
		})
	}
}

// The manual page has every command with its flags and examples, and man has nothing to say against it.
func TestManualPage(t *testing.T) {
	t.Parallel()
	page, errOut, code := latchkey(t, nil, "man")
	if code != exitOK {
		t.Fatal(errOut)
	}
	plain := strings.ReplaceAll(page, `\-`, "-")
	for path, leaf := range commands(t) {
		if leaf.Hidden {
			continue
		}
		if !strings.Contains(plain, ".SS latchkey "+path) {
			t.Errorf("%s is missing", path)
		}
		for _, flag := range leaf.Flags {
			if !flag.Hidden && !strings.Contains(plain, "--"+flag.Name) && !strings.Contains(plain, "--[no-]"+flag.Name) {
				t.Errorf("%s: --%s is missing", path, flag.Name)
			}
		}
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed; on Debian: apt-get install groff-base")
	}
	cmd := exec.CommandContext(t.Context(), groff, "-man", "-ww", "-Tutf8")
	cmd.Stdin = strings.NewReader(page)
	var warnings strings.Builder
	cmd.Stderr = &warnings
	if out, err := cmd.Output(); err != nil || warnings.Len() > 0 || !strings.Contains(string(out), `"lost phone and codes; ticket 4711"`) {
		t.Errorf("%v: %s\n%s", err, warnings.String(), out)
	}
}
