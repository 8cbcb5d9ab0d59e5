package terminal

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
	on := &line{out: &out, now: func() time.Time { return now }}
	on.show("10 read")
	on.show("11 read")
	now = now.Add(100 * time.Millisecond)
	on.show("9 read")
	report := imported.Report{Out: &out, Before: on.clear}
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
	show, before, end := Counts(&out, &out)
	show("10 read")
	before()
	end()
	if out.Len() > 0 {
		t.Errorf("printed %q", out.String())
	}
}

// A count names the total where that is known.
func TestOfAbout(t *testing.T) {
	if known, unknown := OfAbout(7, 10, "users compared"), OfAbout(7, 0, "users compared"); known != "7 of about 10 users compared" || unknown != "7 users compared" {
		t.Errorf("%q, and %q", known, unknown)
	}
}
