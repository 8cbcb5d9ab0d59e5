package main

import (
	"fmt"

	"github.com/alecthomas/kong"
)

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

func (c versionCommand) Run(p *Program) error {
	if c.JSON {
		return writeJSON(p.Stdout, running())
	}
	return running().Write(p.Stdout)
}

// versionFlag is --version, which needs no command.
type versionFlag bool

// BeforeReset is called by kong before it looks at the rest of the command line.
func (versionFlag) BeforeReset(app *kong.Kong, p *Program) error {
	if err := running().Write(app.Stdout); err != nil {
		fmt.Fprintf(p.Stderr, "latchkey: %v\n", err)
		app.Exit(exitFailure)
	}
	app.Exit(exitOK)
	return nil
}
