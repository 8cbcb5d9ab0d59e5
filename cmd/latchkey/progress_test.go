package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/cmd/latchkey/imported"
	"latchkey/switchover"
)

// The line is written at most ten times a second, erases the longer one before it, and is cleared before something else is printed.
func TestProgressLine(t *testing.T) {
	var out bytes.Buffer
	now := time.Now()
	line := &progressLine{out: &out, now: func() time.Time { return now }}
	line.show("10 read")
	line.show("11 read")
	now = now.Add(100 * time.Millisecond)
	line.show("9 read")
	report := imported.Report{Out: &out, Before: line.clear}
	for _, passkeys := range [][]switchover.Passkey{nil, {{CredentialID: []byte{0}, Result: switchover.ResultRetired}}} {
		if err := report.Identity(switchover.Identity{ID: uuid.Nil, Passkeys: passkeys}); err != nil {
			t.Fatal(err)
		}
	}
	want := "\r10 read\x1b[K\r9 read\x1b[K\r\x1b[K" + uuid.Nil.String() + "  AA  retired\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

// Without a terminal, nothing is printed.
func TestNoProgressWithoutTerminal(t *testing.T) {
	var out bytes.Buffer
	p := &Program{Stdout: &out, Stderr: &out}
	show, before, end := p.counts()
	show("10 read")
	before()
	end()
	if out.Len() > 0 {
		t.Errorf("printed %q", out.String())
	}
}
