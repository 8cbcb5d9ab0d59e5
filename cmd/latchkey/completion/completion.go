// Package completion completes command lines in bash, zsh and fish. It owns which words fit where, and the scripts that
// ask for them; the commands themselves are declared in cmd/latchkey. The scripts call the binary at each completion, so
// they fit any release, and nothing is read or written but the declarations.
package completion

import (
	"embed"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

//go:embed scripts
var scripts embed.FS

// Shells are those that have a script.
const Shells = "bash,zsh,fish"

// Script returns the script for a shell, which is one of Shells.
func Script(shell string) ([]byte, error) { return scripts.ReadFile("scripts/" + shell) }

// Files is the word that stands for all files.
const Files = ":files"

// Candidate is a word that fits, and what it means.
type Candidate struct{ Word, Help string }

// Write prints one candidate a line, with its meaning after a tab.
func Write(w io.Writer, candidates []Candidate) error {
	var out strings.Builder
	for _, c := range candidates {
		help, _, _ := strings.Cut(c.Help, "\n")
		out.WriteString(c.Word + "\t" + help + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// Complete returns what fits for the last word, which may be empty, after the others and the program's name.
func Complete(app *kong.Application, words []string) []Candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	at := position{node: app.Node}
	for _, word := range words[:len(words)-1] {
		at = at.after(word)
	}
	last := words[len(words)-1]
	switch {
	case at.value != nil:
		return values(at.value, last)
	case strings.HasPrefix(last, "-") && !at.literal:
		return starting(at.flags(), last)
	default:
		return append(starting(at.commands(), last), at.arguments(last)...)
	}
}

// position is where in the grammar a word stands.
type position struct {
	node     *kong.Node
	value    *kong.Value // the flag whose value comes next
	argument int         // how many arguments there were
	literal  bool        // after --, nothing is a flag
}

func (p position) after(word string) position {
	switch {
	case p.value != nil:
		p.value = nil
	case word == "--":
		p.literal = true
	case strings.HasPrefix(word, "-") && !p.literal:
		if flag := p.flag(word); flag != nil && !flag.IsBool() && !strings.Contains(word, "=") {
			p.value = flag.Value
		}
	default:
		for _, child := range p.node.Children {
			if child.Name == word && p.argument == 0 {
				return position{node: child, literal: p.literal}
			}
		}
		p.argument++
	}
	return p
}

// nodes are the command, with the one that it stands for alone, and those above it.
func (p position) nodes() []*kong.Node {
	nodes := []*kong.Node{}
	if p.node.DefaultCmd != nil {
		nodes = append(nodes, p.node.DefaultCmd)
	}
	for node := p.node; node != nil; node = node.Parent {
		nodes = append(nodes, node)
	}
	return nodes
}

func (p position) flag(word string) *kong.Flag {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	for _, node := range p.nodes() {
		for _, flag := range node.Flags {
			if flag.Name == name || len(name) == 1 && string(flag.Short) == name {
				return flag
			}
		}
	}
	return nil
}

func (p position) flags() (all []Candidate) {
	for _, node := range p.nodes() {
		for _, flag := range node.Flags {
			if !flag.Hidden {
				all = append(all, Candidate{"--" + flag.Name, flag.Help})
			}
		}
	}
	return all
}

func (p position) commands() (all []Candidate) {
	if p.argument > 0 {
		return nil
	}
	for _, child := range p.node.Children {
		if !child.Hidden && child.Type == kong.CommandNode {
			all = append(all, Candidate{child.Name, child.Help})
		}
	}
	return all
}

func (p position) arguments(typed string) []Candidate {
	if p.argument >= len(p.node.Positional) {
		return nil
	}
	return values(p.node.Positional[p.argument], typed)
}

// values are what a flag or an argument may be: one of few words, of a list the next, or a file.
func values(value *kong.Value, typed string) (fitting []Candidate) {
	if value.Enum == "" {
		if value.Name == "file" || value.Flag != nil && value.Flag.PlaceHolder == "FILE" {
			return []Candidate{{Word: Files}}
		}
		return nil
	}
	before := ""
	if value.IsSlice() {
		before = typed[:strings.LastIndex(typed, ",")+1]
	}
	for _, word := range value.EnumSlice() {
		if !strings.Contains(","+before, ","+word+",") {
			fitting = append(fitting, Candidate{Word: before + word})
		}
	}
	return starting(fitting, typed)
}

func starting(all []Candidate, typed string) (fitting []Candidate) {
	for _, c := range all {
		if strings.HasPrefix(c.Word, typed) {
			fitting = append(fitting, c)
		}
	}
	return fitting
}
