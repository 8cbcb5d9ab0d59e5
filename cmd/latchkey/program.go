package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Program is one run of the command line, with everything it takes from its process, so that tests can run it too.
type Program struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string // as os.Environ gives it

	ConfigFile string // from --config
}

// writeTo gives write the standard output, or a file that nobody else may read and that appears only when it is whole.
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

// confirm has a person at a terminal type a word. Where there is no terminal, --yes is the only way.
func (p *Program) confirm(what, word string) error {
	if !isTerminal(p.Stdin) {
		return errors.New("this must be confirmed, and there is no terminal to ask at: add --yes if you mean it")
	}
	fmt.Fprintf(p.Stderr, "%s\nType %s to go on: ", what, word)
	answer, err := bufio.NewReader(p.Stdin).ReadString('\n')
	if err != nil || strings.TrimSpace(answer) != word {
		return errors.New("not confirmed; nothing was changed")
	}
	return nil
}

// progress shows a count on a terminal, and nothing anywhere else.
func (p *Program) progress(what string) (step func(done, all int64), end func()) {
	if !isTerminal(p.Stderr) {
		return func(int64, int64) {}, func() {}
	}
	var shown time.Time
	step = func(done, all int64) {
		if now := time.Now(); now.Sub(shown) > 100*time.Millisecond || done == all {
			shown = now
			fmt.Fprintf(p.Stderr, "\r%d of %d %s", done, all, what)
		}
	}
	return step, func() { fmt.Fprint(p.Stderr, "\r\x1b[K") }
}

// isTerminal tells whether a person is at the other end.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
