package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"latchkey/cmd/latchkey/build"
)

// release is set by the linker if the toolchain cannot know it, as in the container image.
var release string

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

func (c versionCommand) Run(p *Program) error {
	if c.JSON {
		return writeJSON(p.Stdout, build.Read(release))
	}
	return build.Read(release).Write(p.Stdout)
}

// versionFlag is --version, which needs no command.
type versionFlag bool

// BeforeReset is called by kong before it looks at the rest of the command line.
func (versionFlag) BeforeReset(app *kong.Kong, p *Program) error {
	if err := build.Read(release).Write(app.Stdout); err != nil {
		fmt.Fprintf(p.Stderr, "latchkey: %v\n", err)
		app.Exit(exitFailure)
	}
	app.Exit(exitOK)
	return nil
}
