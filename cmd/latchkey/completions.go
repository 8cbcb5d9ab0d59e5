package main

import (
	"github.com/alecthomas/kong"

	"latchkey/cmd/latchkey/completion"
	"latchkey/cmd/latchkey/manpage"
)

type completionCommand struct {
	Bash completionScript `cmd:"" help:"Print the script for bash."`
	Zsh  completionScript `cmd:"" help:"Print the script for zsh."`
	Fish completionScript `cmd:"" help:"Print the script for fish."`

	Words completionWords `cmd:"" hidden:"" help:"Print what fits for the last of some words, for the scripts."`
}

type (
	completionScript struct{}
	completionWords  struct {
		Words []string `arg:"" optional:""`
	}
	manCommand struct{}
)

func (completionScript) Run(p *Program, command *kong.Context) error {
	script, err := completion.Script(command.Selected().Name)
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(script)
	return err
}

func (c completionWords) Run(p *Program, command *kong.Context) error {
	return completion.Write(p.Stdout, completion.Complete(command.Model, c.Words))
}

func (manCommand) Run(p *Program, command *kong.Context) error {
	return manpage.Write(p.Stdout, command.Model, running().Release)
}
