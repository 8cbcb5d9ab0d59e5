package main

import (
	"fmt"
	"io"
	"time"
)

// progressLine is a line on a terminal that replaces the one before.
type progressLine struct {
	out     io.Writer
	now     func() time.Time
	printed time.Time
}

func (l *progressLine) show(line string) {
	if now := l.now(); now.Sub(l.printed) >= 100*time.Millisecond {
		l.printed = now
		fmt.Fprintf(l.out, "\r%s\x1b[K", line)
	}
}

func (l *progressLine) clear() { fmt.Fprint(l.out, "\r\x1b[K") }

// counts prints a line that replaces the one before, on a terminal only. Call before to print something else on standard output.
func (p *Program) counts() (show func(string), before, end func()) {
	if !isTerminal(p.Stderr) {
		return func(string) {}, func() {}, func() {}
	}
	line := &progressLine{out: p.Stderr, now: time.Now}
	if !isTerminal(p.Stdout) {
		return line.show, func() {}, line.clear
	}
	return line.show, line.clear, line.clear
}

// progress prints a count, on a terminal only.
func (p *Program) progress(what string) (step func(done, all int64), end func()) {
	show, _, end := p.counts()
	return func(done, all int64) { show(fmt.Sprintf("%d of %d %s", done, all, what)) }, end
}
