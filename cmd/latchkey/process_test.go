package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a process may take for one step.
const patience = 20 * time.Second

// process is latchkey in a process of its own, for what signals do to it.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	logs *bufio.Scanner // what it writes to standard error
	pipe *os.File
	out  *os.File // the reading end of its standard output
	done chan error
}

func start(t *testing.T, environ []string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), ownProcess+"=1"), environ...)
	cmd.Dir = t.TempDir()
	logs, logsEnd := pipe(t)
	out, outEnd := pipe(t)
	cmd.Stderr, cmd.Stdout = logsEnd, outEnd
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	logsEnd.Close()
	outEnd.Close()
	p := &process{t: t, cmd: cmd, logs: bufio.NewScanner(logs), pipe: logs, out: out, done: make(chan error, 1)}
	go func() { p.done <- cmd.Wait() }()
	watchdog := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() {
		watchdog.Stop()
		_ = cmd.Process.Kill() // if the test failed
	})
	return p
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// line returns the next line of the log with that message. All lines before it have to be JSON.
func (p *process) line(message string) map[string]any {
	p.t.Helper()
	for p.logs.Scan() {
		var line map[string]any
		if err := json.Unmarshal(p.logs.Bytes(), &line); err != nil {
			p.t.Errorf("a line of the log is not JSON: %s", p.logs.Text())
		}
		if text, _ := line["msg"].(string); strings.Contains(text, message) {
			return line
		}
	}
	p.t.Fatalf("the log ends without %q", message)
	return nil
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// ended returns the exit code, -1 after a signal.
func (p *process) ended() int {
	p.t.Helper()
	err := <-p.done
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) alive(address string) {
	p.t.Helper()
	response, err := http.Get("http://" + address + "/health/alive") // one line of the log
	if err != nil {
		p.t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		p.t.Errorf("alive: %d", response.StatusCode)
	}
}

var anyPorts = []string{"LATCHKEY_SERVE_PUBLIC_ADDRESS=127.0.0.1:0", "LATCHKEY_SERVE_ADMIN_ADDRESS=:0"} // the latter is warned about

// Every line of serve is JSON, warnings at startup included, and SIGHUP does not end it.
func TestServeLogsJSONAndSurvivesSIGHUP(t *testing.T) {
	t.Parallel()
	p := start(t, anyPorts, "serve")
	if warning := p.line("configuration"); warning["level"] != "WARN" || warning["setting"] != "serve.admin.address" || warning["source"] != "LATCHKEY_SERVE_ADMIN_ADDRESS" ||
		warning["problem"] == "" || warning["remedy"] == "" {
		t.Errorf("warned: %v", warning)
	}
	address := p.line("latchkey is up")["public"].(string)
	p.signal(syscall.SIGHUP)
	p.line("SIGHUP")
	p.signal(syscall.SIGHUP)
	p.alive(address)
	p.signal(syscall.SIGTERM)
	for p.logs.Scan() {
		if strings.Contains(p.logs.Text(), "SIGHUP") || !json.Valid(p.logs.Bytes()) {
			t.Errorf("logged: %s", p.logs.Text())
		}
	}
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// When the readers of its log and output go away, the process goes on, and stops gracefully.
func TestServeSurvivesReadersThatGoAway(t *testing.T) {
	t.Parallel()
	p := start(t, anyPorts, "serve")
	address := p.line("latchkey is up")["public"].(string)
	p.pipe.Close()
	p.out.Close()
	for range 3 {
		p.alive(address)
	}
	p.signal(syscall.SIGHUP)
	p.alive(address)
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// Faults that prevent the start are lines of the log, too, in the format that is configured.
func TestServeLogsWhyItCannotStart(t *testing.T) {
	t.Parallel()
	for _, environ := range [][]string{
		{"LATCHKEY_MIGRATE=x", "LATCHKEY_POLICY_FRESHNESS=1"},
		{"LATCHKEY_DSN=sqlite:///nonexistent/latchkey.db"},
		{"LATCHKEY_LOG_FORMAT=yaml"},
	} {
		p := start(t, environ, "serve")
		lines := 0
		for ; p.logs.Scan(); lines++ {
			var line map[string]any
			if err := json.Unmarshal(p.logs.Bytes(), &line); err != nil || line["level"] != "ERROR" {
				t.Errorf("%v: logged: %s", environ, p.logs.Text())
			}
		}
		if code := p.ended(); code != exitFailure || lines != len(environ) {
			t.Errorf("%v: exit code %d, %d lines", environ, code, lines)
		}
	}
	p := start(t, []string{"LATCHKEY_MIGRATE=x", "LATCHKEY_LOG_FORMAT=text"}, "serve")
	if p.logs.Scan(); !strings.Contains(p.logs.Text(), "level=ERROR") || !strings.Contains(p.logs.Text(), "setting=migrate") {
		t.Errorf("as text: %s", p.logs.Text())
	}
	p.ended()
}

// A command whose output is no longer read ends without a complaint, as in `latchkey config example | head`.
func TestCommandsEndQuietlyWithTheirReader(t *testing.T) {
	t.Parallel()
	reader, writer := pipe(t)
	reader.Close()
	var complaint bytes.Buffer
	cmd := exec.Command(os.Args[0], "config", "example")
	cmd.Env, cmd.Dir = append(os.Environ(), ownProcess+"=1"), t.TempDir()
	cmd.Stdout, cmd.Stderr = writer, &complaint
	err := cmd.Run()
	if status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGPIPE || complaint.Len() > 0 {
		t.Errorf("%v: %s", err, &complaint)
	}
}

// What works in the background has ended before the database is closed.
func TestAddressInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p := start(t, []string{"LATCHKEY_SERVE_PUBLIC_ADDRESS=" + taken.Addr().String(), "LATCHKEY_LOG_LEVEL=error"}, "serve")
	if line := p.line("cannot run"); !strings.Contains(line["error"].(string), "address already in use") {
		t.Error(line)
	}
	if p.logs.Scan() {
		t.Errorf("and then: %s", p.logs.Text())
	}
}
