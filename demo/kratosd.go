// Package demo runs complete stacks for trying out Latchkey and for its tests. It owns the processes of a real Ory
// Kratos and of Latchkey, and the requests that users and admins make at Kratos. It leaves all rules to Latchkey, and
// none of it runs in production.
package demo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"text/template"
	"time"
)

const (
	kratosStart = 30 * time.Second // limit for the start of Kratos, which takes about half a second
	kratosStop  = 5 * time.Second  // then it is killed
)

// Kratos is a real Kratos on loopback with its own database. Its addresses stay the same across Stop and Start.
type Kratos struct {
	PublicURL  string // its public API, for servers
	BrowserURL string // the same for browsers: http://localhost:<port>
	AdminURL   string

	binary  string
	options KratosOptions
	dir     string // config, database and log
	ports   *Reservation

	mu      sync.Mutex
	process *child // nil while stopped
}

// StartKratos builds Kratos if necessary (see KratosBinary), starts it on free ports and waits until it is ready. It runs until Close, and
// on Linux at most as long as this process.
func StartKratos(ctx context.Context, options KratosOptions) (*Kratos, error) {
	options = options.withDefaults()
	binary, err := KratosBinary(ctx, options.Progress)
	if err != nil {
		return nil, err
	}
	var failures []error
	for range portTries {
		k, err := startOnFreePorts(ctx, binary, options)
		if err == nil {
			return k, nil
		}
		failures = append(failures, err)
		if !errors.Is(err, errPortTaken) || options.PublicPort != 0 {
			break
		}
	}
	return nil, errors.Join(failures...)
}

func startOnFreePorts(ctx context.Context, binary string, options KratosOptions) (*Kratos, error) {
	ports, err := ReservePorts(2)
	if err != nil {
		return nil, err
	}
	public, admin := cmp.Or(options.PublicPort, ports.Ports[0]), cmp.Or(options.AdminPort, ports.Ports[1])
	dir := options.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "latchkey-kratos-"); err != nil {
			return nil, errors.Join(err, ports.Release())
		}
	}
	k := &Kratos{
		PublicURL:  fmt.Sprintf("http://127.0.0.1:%d", public),
		BrowserURL: fmt.Sprintf("http://localhost:%d", public),
		AdminURL:   fmt.Sprintf("http://127.0.0.1:%d", admin),
		binary:     binary,
		options:    options,
		dir:        dir,
		ports:      ports,
	}
	if err := k.prepare(ctx, public, admin); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	if err := k.Start(ctx); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

func (k *Kratos) prepare(ctx context.Context, public, admin int) error {
	if err := k.options.write(k, public, admin); err != nil {
		return err
	}
	return prepareDatabase(ctx, k.binary, k.dir)
}

// write writes the configuration and the identity schema into k's directory. The database is a file with a write-ahead
// log, because Kratos' in-memory one fails under concurrent requests.
func (o KratosOptions) write(k *Kratos, public, admin int) error {
	o.PublicPort, o.AdminPort = public, admin
	files, err := template.New("kratos.yml.tmpl").
		Funcs(template.FuncMap{"json": inlineJSON, "base64URL": base64URL}).
		ParseFS(kratosconf, "kratosconf/kratos.yml.tmpl")
	if err != nil {
		return err
	}
	schema, err := o.schema()
	if err != nil {
		return err
	}
	if err := os.WriteFile(k.schemaFile(), schema, 0o600); err != nil {
		return err
	}
	secrets, err := keptSecrets(filepath.Join(k.dir, "secrets.json"))
	if err != nil {
		return err
	}
	var config bytes.Buffer
	if err := files.Execute(&config, struct {
		KratosOptions
		DSN, Schema, BrowserURL, AdminURL, CookieSecret, CipherSecret string
		CountsACR                                                     bool
	}{
		KratosOptions: o,
		DSN:           fmt.Sprintf("sqlite://%s?_fk=true&mode=rwc&_busy_timeout=5000&_journal_mode=WAL&_synchronous=NORMAL", filepath.Join(k.dir, "kratos.sqlite")),
		Schema:        "file://" + k.schemaFile(),
		BrowserURL:    k.BrowserURL + "/",
		AdminURL:      k.AdminURL + "/",
		CookieSecret:  secrets.Cookie,
		CipherSecret:  secrets.Cipher,
		CountsACR:     k.Has(CountsACR), // others refuse to start with the key
	}); err != nil {
		return err
	}
	return os.WriteFile(k.config(), config.Bytes(), 0o600)
}

// Has reports whether this Kratos has a feature.
func (k *Kratos) Has(f Feature) bool {
	ok, err := has(k.binary, f)
	return ok && err == nil
}

// Start starts Kratos again after Stop, on the same ports and data. It does nothing if Kratos runs.
func (k *Kratos) Start(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.process != nil && !k.process.ended() {
		return nil
	}
	log, err := os.OpenFile(k.logFile(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the child has its own handle
	arguments := []string{"serve", "--sqa-opt-out", "-c", k.config()}
	if !k.options.Secure {
		arguments = append(arguments, "--dev")
	}
	cmd := exec.Command(k.binary, arguments...)
	cmd.Env, cmd.Stdout, cmd.Stderr = kratosEnvironment(k.dir), log, log
	if k.process, err = startChild(cmd); err != nil {
		return fmt.Errorf("starting Kratos: %w", err)
	}
	if err := k.awaitReady(ctx); err != nil {
		stopped := k.process.stop(kratosStop)
		k.process = nil
		return errors.Join(err, stopped)
	}
	return nil
}

// Stop ends the process and keeps its data. It does nothing if Kratos does not run.
func (k *Kratos) Stop() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.process == nil {
		return nil
	}
	err := k.process.stop(kratosStop)
	k.process = nil
	return err
}

// Close ends the process, and removes its data if they are in a temporary directory.
func (k *Kratos) Close() error {
	err := errors.Join(k.Stop(), k.ports.Release())
	if k.options.Dir == "" {
		err = errors.Join(err, os.RemoveAll(k.dir))
	}
	return err
}

// Log returns the output since the last start.
func (k *Kratos) Log() string {
	log, _ := os.ReadFile(k.logFile())
	return string(log)
}

// Ended returns a channel that is closed when the current process has ended, for whatever reason.
func (k *Kratos) Ended() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.process.done
}

// PID returns the process ID of the current process.
func (k *Kratos) PID() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.process.cmd.Process.Pid
}

func (k *Kratos) config() string     { return filepath.Join(k.dir, "kratos.yml") }
func (k *Kratos) schemaFile() string { return filepath.Join(k.dir, "identity.schema.json") }
func (k *Kratos) logFile() string    { return filepath.Join(k.dir, "kratos.log") }

func (k *Kratos) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, kratosStart)
	defer cancel()
	for {
		if k.process.ended() {
			log := k.Log()
			failure := fmt.Errorf("kratos ended while starting:\n%s", lastLines(log, 30))
			if strings.Contains(log, "address already in use") {
				return errors.Join(errPortTaken, failure)
			}
			return failure
		}
		if k.ready(ctx) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("kratos was not ready in time: %w\n%s", ctx.Err(), lastLines(k.Log(), 30))
		case <-time.After(25 * time.Millisecond):
		}
	}
}

// ready checks both APIs: the two listeners start separately, and only Kratos' admin API knows about the database.
func (k *Kratos) ready(ctx context.Context) bool {
	for _, address := range []string{k.AdminURL + "/admin/health/ready", k.PublicURL + "/health/ready"} {
		if !answers(ctx, address) {
			return false
		}
	}
	return true
}
