package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"latchkey/cmd/latchkey/terminal"
)

// Program is one run of the command line. It takes all inputs of its process as fields, so that tests can run it too.
type Program struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string // in the format of os.Environ

	ConfigFile string // from --config

	// asIs is set by commands that change nothing: they refuse a database of an older release instead of migrating it, which may be
	// one that this release is not meant for yet.
	asIs bool
}

// writeTo passes standard output to write, or a file that only its owner can read and that appears when it is complete.
func (p *Program) writeTo(path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(p.Stdout)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".latchkey-export-*") // mode 0600
	if err != nil {
		return fmt.Errorf("cannot write there: %w", err)
	}
	err = errors.Join(write(file), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// confirm prompts at the terminal for a word. Without a terminal, --yes is required.
func (p *Program) confirm(what, word string) error {
	if !terminal.Is(p.Stdin) {
		return errors.New("this needs confirmation, but there is no terminal: add --yes to confirm")
	}
	fmt.Fprintf(p.Stderr, "%s\nType %s to continue: ", what, word)
	answer, err := bufio.NewReader(p.Stdin).ReadString('\n')
	if err != nil || strings.TrimSpace(answer) != word {
		return errors.New("not confirmed; nothing was changed")
	}
	return nil
}
