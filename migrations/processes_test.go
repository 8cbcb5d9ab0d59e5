package migrations_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/migrations"
	"latchkey/store"
)

// childArg as the first argument makes this binary one of the processes under test:
// childArg, what to do, dialect, location, and when to start in microseconds.
const childArg = "migrations-child"

func child() int {
	d := database{migrations.Dialect(os.Args[3]), os.Args[4]}
	micros, err := strconv.ParseInt(os.Args[5], 10, 64)
	if err != nil {
		fmt.Println(err)
		return 2
	}
	time.Sleep(time.Until(time.UnixMicro(micros)))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	switch os.Args[2] {
	case "serve":
		err = serve(ctx, d)
	case "hold":
		err = hold(ctx, d)
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// serve is what a replica does: open, migrate, work.
func serve(ctx context.Context, d database) error {
	s, err := d.open(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.RecordEvent(ctx, store.AuditEvent{
		ID:        uuid.Must(uuid.NewV7()),
		At:        time.Now(),
		Type:      "service.started",
		ActorKind: "system",
		Metadata:  json.RawMessage(`{}`),
	})
}

// hold takes the lock, says so, and keeps it until it is killed.
func hold(ctx context.Context, d database) error {
	db, err := d.raw()
	if err != nil {
		return err
	}
	return migrations.Hold(ctx, d.dialect, db, func() {
		fmt.Println("held")
		time.Sleep(time.Minute)
	})
}

func command(t *testing.T, what string, d database, start time.Time) *exec.Cmd {
	t.Helper()
	return exec.CommandContext(t.Context(), os.Args[0],
		childArg, what, string(d.dialect), d.location, strconv.FormatInt(start.UnixMicro(), 10))
}

// serveAtOnce starts that many replicas at the same moment and waits for them.
func serveAtOnce(t *testing.T, d database, replicas int) {
	t.Helper()
	start := time.Now().Add(500 * time.Millisecond)
	outputs := make([]bytes.Buffer, replicas)
	var processes []*exec.Cmd
	for i := range outputs {
		process := command(t, "serve", d, start)
		process.Stdout, process.Stderr = &outputs[i], &outputs[i]
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		processes = append(processes, process)
	}
	for i, process := range processes {
		if err := process.Wait(); err != nil {
			t.Errorf("replica %d: %v\n%s", i, err, outputs[i].String())
		}
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v until all were up", took)
	} else {
		t.Logf("all up after %v", took)
	}
}

func started(t *testing.T, d database) int {
	t.Helper()
	s, err := d.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	events, err := s.AuditEvents(t.Context(), store.AuditFilter{}, store.Page{Size: 100})
	if err != nil {
		t.Fatal(err)
	}
	return len(events)
}

func TestEightProcessesAtOnce(t *testing.T) {
	t.Parallel()
	const replicas = 8
	databases(t, func(t *testing.T, d database) {
		t.Run("empty", func(t *testing.T) {
			serveAtOnce(t, d, replicas)
			if n := started(t, d); n != replicas {
				t.Errorf("%d replicas did their work", n)
			}
			serveAtOnce(t, d, replicas) // and once more, with nothing to migrate
		})
	})
	databases(t, func(t *testing.T, d database) {
		t.Run("older schema", func(t *testing.T) {
			if err := migrations.UpTo(t.Context(), d.dialect, rawDB(t, d), 2); err != nil {
				t.Fatal(err)
			}
			serveAtOnce(t, d, replicas)
			if n := started(t, d); n != replicas {
				t.Errorf("%d replicas did their work", n)
			}
		})
	})
}

// A process that is killed while it holds the lock does not block others.
func TestHolderDies(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, d database) {
		holder := command(t, "hold", d, time.Now())
		out, err := holder.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := holder.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
			t.Fatalf("the holder says %q, %v", line, err)
		}
		waited := make(chan error, 1)
		db := rawDB(t, d)
		go func() { waited <- migrations.Up(t.Context(), d.dialect, db) }()
		select {
		case err := <-waited:
			t.Fatalf("no process waited for the holder: %v", err)
		case <-time.After(300 * time.Millisecond):
		}
		if err := holder.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = holder.Wait() // it was killed
		select {
		case err := <-waited:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Error("still waiting for a dead holder")
		}
	})
}
