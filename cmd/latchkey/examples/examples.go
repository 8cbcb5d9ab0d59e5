// Package examples owns the examples of --help and of the manual page, in examples.txt: the path of a command, and below it
// its command lines, indented. cmd/latchkey checks that each command has one, and runs them.
package examples

import (
	_ "embed"
	"strings"

	"github.com/alecthomas/kong"
)

//go:embed examples.txt
var file string

// ByCommand returns the command lines of each command, by its path without the program's name.
func ByCommand() map[string][]string {
	lines, path := make(map[string][]string), ""
	for line := range strings.Lines(file) {
		if example, indented := strings.CutPrefix(line, "\t"); indented {
			lines[path] = append(lines[path], strings.TrimSpace(example))
		} else {
			path = strings.TrimSpace(line)
		}
	}
	return lines
}

// Add adds the examples to the help of the commands.
func Add(app *kong.Application) {
	all := ByCommand()
	for _, leaf := range app.Leaves(false) {
		lines := all[Path(leaf)]
		if len(lines) == 0 {
			continue
		}
		if leaf.Detail != "" {
			leaf.Detail += "\n\n"
		}
		leaf.Detail += "Examples:\n  " + strings.Join(lines, "\n  ")
	}
}

// Path is the path of a command without the program's name, such as "keys create".
func Path(leaf *kong.Node) string {
	return strings.TrimPrefix(leaf.Path(), "latchkey ")
}
