// Package manpage makes the manual page latchkey(1) from the declarations of the commands. It owns how a page is written
// for man; the texts are those of --help.
package manpage

import (
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Write writes the page of a program for this release, in the man macros.
func Write(w io.Writer, app *kong.Application, release string) error {
	var p page
	p.line(`.TH ` + strings.ToUpper(app.Name) + ` 1 "" "` + text(app.Name+" "+release) + `" "User Commands"`)
	about, details, _ := strings.Cut(app.Help, "\n\n")
	p.section("NAME")
	p.line(text(app.Name) + ` \- ` + text(about))
	p.section("SYNOPSIS")
	p.line(`.B ` + text(app.Name))
	p.line(`.I command`)
	p.line(`[\fIargument\fR ...] [\fIflag\fR ...]`)
	p.section("FLAGS OF ALL COMMANDS")
	p.flags(app.Node)
	p.section("COMMANDS")
	for _, leaf := range app.Leaves(true) {
		p.command(leaf)
	}
	p.section("NOTES")
	p.paragraphs(details)
	_, err := io.WriteString(w, p.String())
	return err
}

// page is a page as far as it is written.
type page struct{ strings.Builder }

func (p *page) line(line string)    { p.WriteString(line + "\n") }
func (p *page) section(name string) { p.line(".SH " + name) }

func (p *page) command(leaf *kong.Node) {
	p.line(".SS " + text(leaf.FullPath()+usage(leaf)))
	p.paragraphs(leaf.Help)
	p.paragraphs(leaf.Detail)
	for _, argument := range leaf.Positional {
		p.entry(`\fI`+text(argument.Name)+`\fR`, argument.Help)
	}
	p.flags(leaf)
}

// usage is what follows the path of a command: its arguments.
func usage(leaf *kong.Node) string {
	var words strings.Builder
	for _, argument := range leaf.Positional {
		words.WriteString(" " + argument.Summary())
	}
	return words.String()
}

func (p *page) flags(node *kong.Node) {
	for _, flag := range node.Flags {
		if flag.Hidden {
			continue
		}
		name := `\fB` + text("--"+flag.Name) + `\fR`
		if flag.Tag.Negatable != "" {
			name = `\fB` + text("--[no-]"+flag.Name) + `\fR`
		}
		if flag.Short != 0 {
			name = `\fB` + text("-"+string(flag.Short)) + `\fR, ` + name
		}
		if !flag.IsBool() {
			name += `=\fI` + text(flag.FormatPlaceHolder()) + `\fR`
		}
		if flag.Required {
			name += " (required)"
		}
		p.entry(name, flag.Help)
	}
}

func (p *page) entry(term, help string) {
	p.line(".TP")
	p.line(term)
	p.line(text(help))
}

// paragraphs keeps the lines of those that are indented, such as examples.
func (p *page) paragraphs(all string) {
	for paragraph := range strings.SplitSeq(strings.TrimSpace(all), "\n\n") {
		if paragraph == "" {
			continue
		}
		p.line(".PP")
		literal := false
		for line := range strings.SplitSeq(paragraph, "\n") {
			if indented := strings.HasPrefix(line, "  "); indented != literal {
				literal = indented
				p.line(map[bool]string{true: ".RS 4\n.nf", false: ".fi\n.RE"}[literal])
			}
			p.line(text(strings.TrimSpace(line)))
		}
		if literal {
			p.line(".fi\n.RE")
		}
	}
}

var escapes = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`, "…", `...`)

// text is a text that man prints as it is: no character of it is a request or an escape, and a - can be copied.
func text(plain string) string {
	plain = escapes.Replace(plain)
	if strings.HasPrefix(plain, ".") {
		plain = `\&` + plain
	}
	return plain
}
