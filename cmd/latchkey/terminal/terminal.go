// Package terminal prints how far a command is, on terminals only.
package terminal

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Is reports whether a stream is a terminal.
func Is(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// line is a line on a terminal that replaces the one before.
type line struct {
	out     io.Writer
	now     func() time.Time
	printed time.Time
}

func (l *line) show(text string) {
	if now := l.now(); now.Sub(l.printed) >= 100*time.Millisecond {
		l.printed = now
		fmt.Fprintf(l.out, "\r%s\x1b[K", text)
	}
}

func (l *line) clear() { fmt.Fprint(l.out, "\r\x1b[K") }

// Counts prints a line that replaces the one before on errOut, if that is a terminal. Call before to print something else on out.
func Counts(out, errOut io.Writer) (show func(string), before, end func()) {
	if !Is(errOut) {
		return func(string) {}, func() {}, func() {}
	}
	on := &line{out: errOut, now: time.Now}
	if !Is(out) {
		return on.show, func() {}, on.clear
	}
	return on.show, on.clear, on.clear
}

// OfAbout says how many of about how many are done; about 0: how many there are is not known.
func OfAbout(done, about int64, what string) string {
	if about == 0 {
		return fmt.Sprintf("%d %s", done, what)
	}
	return fmt.Sprintf("%d of about %d %s", done, about, what)
}
