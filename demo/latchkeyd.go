package demo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	latchkeyStart = 30 * time.Second // limit for its first response, which takes less than half a second
	latchkeyStop  = 20 * time.Second // a little longer than it waits for requests in progress
)

// Latchkey is the built binary on loopback. Its addresses stay the same across Stop, Kill and Start.
type Latchkey struct {
	PublicURL string // for browsers: http://localhost:<port>
	AdminURL  string

	binary                string
	publicPort, adminPort int
	dir                   string // database and log
	temporary             bool   // dir is removed by Close
	env                   []string
	ports                 *Reservation

	mu      sync.Mutex
	process *child // nil before the first start
}

// StartLatchkey builds Latchkey if necessary, starts it and waits until it responds. It runs until Close, and on Linux
// at most as long as this process.
func StartLatchkey(ctx context.Context, options LatchkeyOptions) (*Latchkey, error) {
	if options.Binary == "" {
		binary, err := BuildLatchkey(ctx, io.Discard)
		if err != nil {
			return nil, err
		}
		options.Binary = binary
	}
	var failures []error
	for range portTries {
		l, err := options.start(ctx)
		if err == nil {
			return l, nil
		}
		failures = append(failures, err)
		if !errors.Is(err, errPortTaken) || options.PublicPort != 0 {
			break
		}
	}
	return nil, errors.Join(failures...)
}

func (o LatchkeyOptions) start(ctx context.Context) (*Latchkey, error) {
	ports, err := ReservePorts(2)
	if err != nil {
		return nil, err
	}
	l := &Latchkey{
		binary:     o.Binary,
		publicPort: cmp.Or(o.PublicPort, ports.Ports[0]),
		adminPort:  cmp.Or(o.AdminPort, ports.Ports[1]),
		dir:        o.Dir,
		temporary:  o.Dir == "",
		ports:      ports,
	}
	l.PublicURL = fmt.Sprintf("http://localhost:%d", l.publicPort)
	l.AdminURL = fmt.Sprintf("http://127.0.0.1:%d", l.adminPort)
	if l.temporary {
		if l.dir, err = os.MkdirTemp("", "latchkey-demo-"); err != nil {
			return nil, errors.Join(err, ports.Release())
		}
	}
	if l.env, err = o.environment(l); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if err := l.Start(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Start starts it again after Stop or Kill, on the same ports and data. It does nothing if Latchkey runs.
func (l *Latchkey) Start(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.process != nil && !l.process.ended() {
		return nil
	}
	log, err := os.OpenFile(l.logFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the child has its own handle
	before, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	cmd := l.Command("serve")
	cmd.Stdout, cmd.Stderr = log, log
	if l.process, err = startChild(cmd); err != nil {
		return fmt.Errorf("starting Latchkey: %w", err)
	}
	if err := l.awaitAlive(ctx, int(before)); err != nil {
		return errors.Join(err, l.process.kill())
	}
	return nil
}

// awaitAlive waits until it responds. The log up to the given offset is that of earlier runs.
func (l *Latchkey) awaitAlive(ctx context.Context, before int) error {
	ctx, cancel := context.WithTimeout(ctx, latchkeyStart)
	defer cancel()
	for {
		if l.process.ended() {
			log := l.Log()[before:]
			failure := fmt.Errorf("latchkey ended while starting:\n%s", lastLines(log, 30))
			if strings.Contains(log, "address already in use") {
				return errors.Join(errPortTaken, failure)
			}
			return failure
		}
		if answers(ctx, l.PublicURL+"/health/alive") && !l.process.ended() { // if it has ended, another program responded
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("latchkey did not answer in time: %w\n%s", ctx.Err(), lastLines(l.Log()[before:], 30))
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop terminates it (SIGTERM) and waits. An exit code other than 0 is an error. It does nothing if Latchkey does not
// run.
func (l *Latchkey) Stop() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.process == nil || l.process.ended() {
		return nil
	}
	if err := l.process.stop(latchkeyStop); err != nil {
		return err
	}
	if state := l.process.cmd.ProcessState; !state.Success() {
		return fmt.Errorf("latchkey did not stop cleanly (%s):\n%s", state, lastLines(l.Log(), 30))
	}
	return nil
}

// Kill kills it (SIGKILL).
func (l *Latchkey) Kill() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.process == nil {
		return nil
	}
	return l.process.kill()
}

// Close stops it, and removes its data if they are in a temporary directory.
func (l *Latchkey) Close() error {
	err := errors.Join(l.Stop(), l.ports.Release())
	if l.temporary {
		err = errors.Join(err, os.RemoveAll(l.dir))
	}
	return err
}

// Log returns the output since the first start.
func (l *Latchkey) Log() string {
	log, _ := os.ReadFile(l.logFile())
	return string(log)
}

// Ended returns a channel that is closed when the current process has ended, for whatever reason.
func (l *Latchkey) Ended() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.process.done
}

// PID returns the process ID of the current or last process.
func (l *Latchkey) PID() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.process.cmd.Process.Pid
}

// CreateKey creates an admin key with these scopes, with the command that operators use.
func (l *Latchkey) CreateKey(scopes ...string) (string, error) {
	cmd := l.Command("keys", "create", "--name", "demo-"+rand.Text()[:8], "--scopes", strings.Join(scopes, ","), "--expires-in", "24h", "--json")
	var failure bytes.Buffer
	cmd.Stderr = &failure
	output, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("latchkey keys create: %w\n%s", err, failure.Bytes())
	}
	var made struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(output, &made); err != nil || made.Key == "" {
		return "", errors.New("latchkey keys create printed no key")
	}
	return made.Key, nil
}

// Command returns a command that runs the binary with the configuration of this instance.
func (l *Latchkey) Command(args ...string) *exec.Cmd {
	cmd := exec.Command(l.binary, args...)
	cmd.Env, cmd.Dir = l.env, l.dir
	return cmd
}

func (l *Latchkey) logFile() string { return filepath.Join(l.dir, "latchkey.log") }

// LatchkeyOptions are the settings that demos and tests vary. Only Kratos is required.
type LatchkeyOptions struct {
	Binary string  // from BuildLatchkey; default: build it
	Kratos *Kratos // the Kratos that it uses

	// DSN is its database; default: a SQLite file in Dir. Replicas on one PostgreSQL need a common secret: Env:
	// []string{"LATCHKEY_SECRETS_CIPHER=" + RandomSecret()}.
	DSN string

	PublicPort, AdminPort int // on loopback; default: any free ones

	Name string // the name of the application in browsers and on the pages; default: Latchkey

	// AppURL is the application that uses Latchkey: its origin may run ceremonies, and it is the first of return_to.
	// Default: none.
	AppURL string

	FrontEnds []string // origins of further applications with the same rights

	ConfigFile string // a latchkey.yml, which then names the relying party and its origins; default: none

	Env []string // further settings as LATCHKEY_NAME=value; they override the above
	Dir string   // working directory, with database and log; default: a temporary one, which Close removes
}

// environment returns the complete environment of the child: the caller's own settings for Latchkey must not apply.
func (o LatchkeyOptions) environment(l *Latchkey) ([]string, error) {
	apps := slices.Clone(o.FrontEnds)
	if o.AppURL != "" {
		apps = slices.Insert(apps, 0, strings.TrimSuffix(o.AppURL, "/"))
	}
	rp, err := json.Marshal([]map[string]any{{"id": "localhost", "name": cmp.Or(o.Name, "Latchkey"), "origins": append([]string{l.PublicURL}, apps...)}})
	if err != nil {
		return nil, err
	}
	dsn := o.DSN
	if dsn == "" {
		dsn = "sqlite://" + filepath.Join(l.dir, "latchkey.db")
	}
	settings := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + l.dir, "TMPDIR=" + l.dir,
		"LATCHKEY_DSN=" + dsn,
		"LATCHKEY_SERVE_PUBLIC_ADDRESS=" + fmt.Sprintf("127.0.0.1:%d", l.publicPort),
		"LATCHKEY_SERVE_PUBLIC_BASE_URL=" + l.PublicURL,
		"LATCHKEY_SERVE_ADMIN_ADDRESS=" + fmt.Sprintf("127.0.0.1:%d", l.adminPort),
		"LATCHKEY_KRATOS_PUBLIC_URL=" + o.Kratos.PublicURL,
		"LATCHKEY_KRATOS_BROWSER_URL=" + o.Kratos.BrowserURL,
		"LATCHKEY_KRATOS_ADMIN_URL=" + o.Kratos.AdminURL,
	}
	if o.ConfigFile == "" {
		settings = append(settings, "LATCHKEY_WEBAUTHN_RP="+string(rp))
	} else {
		settings = append(settings, "LATCHKEY_CONFIG="+o.ConfigFile)
	}
	if len(apps) > 0 {
		settings = append(settings, "LATCHKEY_RETURN_TO="+strings.Join(apps, "/,")+"/")
	}
	return append(settings, o.Env...), nil
}
