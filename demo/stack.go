package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"latchkey/demo/app"
)

// StackOptions are for StartStack. The zero value runs, on any free ports.
type StackOptions struct {
	Progress   io.Writer // told what is done and how long that takes; default: nobody
	Ports      Ports     // those wished for; one that is taken gives way
	Dir        string    // keeps databases and logs, also for the next time; default: a temporary one, which Close removes
	BuildFlags []string  // for Latchkey, as `go build` has them
	FrontEnds  []string  // origins of applications beside the sample one, which Kratos and Latchkey are to serve as well
}

// Stack is a whole installation on loopback: Kratos, Latchkey on SQLite, and the sample application in this process.
// People who register are sent to Latchkey's /setup and from there to the application.
type Stack struct {
	AppURL   string // where to begin
	Kratos   *Kratos
	Latchkey *Latchkey

	dir       string
	temporary bool
	unlock    func()
	ports     *Reservation
	app       *http.Server
	appEnded  chan error
}

// StartStack builds what is not built yet, starts everything and waits until it answers. It ends with Close, and on Linux
// with this process at the latest.
func StartStack(ctx context.Context, options StackOptions) (*Stack, error) {
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	if _, err := BuildKratos(ctx, options.Progress); err != nil { // first, as it takes longest and may lack a compiler
		return nil, err
	}
	binary, err := BuildLatchkey(ctx, options.Progress, options.BuildFlags...)
	if err != nil {
		return nil, err
	}
	s := &Stack{dir: options.Dir, temporary: options.Dir == "", unlock: func() {}, ports: &Reservation{}, appEnded: make(chan error, 1)}
	if err := s.start(ctx, options, binary); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Stack) start(ctx context.Context, options StackOptions, binary string) error {
	if err := s.makeDir(); err != nil {
		return err
	}
	ports := options.Ports
	reserved, err := ports.settle(options.Progress)
	if err != nil {
		return err
	}
	s.ports = reserved
	s.AppURL = fmt.Sprintf("http://localhost:%d", ports.App)
	latchkeyURL := fmt.Sprintf("http://localhost:%d", ports.LatchkeyPublic)

	fmt.Fprintln(options.Progress, "Starting Kratos, Latchkey and the sample application: a few seconds.")
	secret, err := s.keptSecret("login.secret")
	if err != nil {
		return err
	}
	hookKey, err := s.keptSecret("hook.secret")
	if err != nil {
		return err
	}
	s.Kratos, err = StartKratos(ctx, KratosOptions{
		Progress:             options.Progress,
		PublicPort:           ports.KratosPublic,
		AdminPort:            ports.KratosAdmin,
		Dir:                  filepath.Join(s.dir, "kratos"),
		HomeURL:              s.AppURL + "/",
		LoginURL:             s.AppURL + "/login",
		RegistrationURL:      s.AppURL + "/registration",
		SettingsURL:          s.AppURL + "/settings",
		ErrorURL:             s.AppURL + "/error",
		AfterRegistrationURL: latchkeyURL + "/setup?offer&return_to=" + s.AppURL + "/",
		ReturnURLs:           append(addresses(options.FrontEnds), latchkeyURL+"/"), // its pages send people to sign in at Kratos, and back
		AllowedOrigins:       options.FrontEnds,
		Login:                &KratosLogin{Issuer: latchkeyURL, ClientSecret: secret},
		SettingsHooks:        []map[string]any{SettingsHook(latchkeyURL, hookKey)},
	})
	if err != nil {
		return err
	}
	s.Latchkey, err = StartLatchkey(ctx, LatchkeyOptions{
		Binary:     binary,
		Kratos:     s.Kratos,
		PublicPort: ports.LatchkeyPublic,
		AdminPort:  ports.LatchkeyAdmin,
		Name:       "Sample application",
		AppURL:     s.AppURL,
		FrontEnds:  options.FrontEnds,
		Dir:        filepath.Join(s.dir, "latchkey"),
		Env: []string{
			"LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET=" + secret,
			"LATCHKEY_KRATOS_HOOKS_KEY=" + hookKey, "LATCHKEY_KRATOS_HOOKS_SETTINGS_UI_URL=" + s.AppURL + "/settings",
		},
	})
	if err != nil {
		return err
	}
	return s.serveApp(ports.App, options.FrontEnds)
}

// addresses of all pages at these origins.
func addresses(origins []string) []string {
	var list []string
	for _, origin := range origins {
		list = append(list, origin+"/")
	}
	return list
}

func (s *Stack) serveApp(port int, frontEnds []string) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	s.app = &http.Server{
		Handler: app.New(app.Config{
			URL:             s.AppURL,
			KratosURL:       s.Kratos.BrowserURL,
			KratosPublicURL: s.Kratos.PublicURL,
			LatchkeyURL:     s.Latchkey.PublicURL,
			FrontEnds:       frontEnds,
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	go func() { s.appEnded <- s.app.Serve(listener) }()
	return nil
}

// makeDir makes the directories, and keeps a second stack out of data that is in use.
func (s *Stack) makeDir() (err error) {
	if s.temporary {
		if s.dir, err = os.MkdirTemp("", "latchkey-demo-"); err != nil {
			return err
		}
	}
	if s.dir, err = filepath.Abs(s.dir); err != nil {
		return err
	}
	for _, name := range []string{"kratos", "latchkey"} {
		if err := os.MkdirAll(filepath.Join(s.dir, name), 0o700); err != nil {
			return err
		}
	}
	unlock, err := tryLock(filepath.Join(s.dir, "lock"))
	if errors.Is(err, errLocked) {
		return fmt.Errorf("the data in %s is in use by another demo: stop that one, or choose another directory", s.dir)
	}
	if err == nil {
		s.unlock = unlock
	}
	return err
}

// keptSecret is a secret that Kratos and Latchkey share. It stays the same for the same data.
func (s *Stack) keptSecret(name string) (string, error) {
	path := filepath.Join(s.dir, name)
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return string(text), err
	}
	secret := RandomSecret()
	return secret, os.WriteFile(path, []byte(secret), 0o600)
}

// Wait returns nil when the context ends, or before that an error that says which part has ended by itself, what it said
// last, and how to go on.
func (s *Stack) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.Kratos.Ended():
		return ended("Kratos", s.Kratos.Log())
	case <-s.Latchkey.Ended():
		return ended("Latchkey", s.Latchkey.Log())
	case err := <-s.appEnded:
		return fmt.Errorf("the sample application cannot serve any more: %w. Start the demo again", err)
	}
}

func ended(name, log string) error {
	return fmt.Errorf("%s has ended by itself. Its last lines were:\n\n%s\nIf they name a cause, mend it; then start the demo again. Accounts and passkeys are still there next time if you start it with --keep", name, lastLines(log, 15))
}

// Close stops everything that runs, and removes the data if they are in a temporary directory.
func (s *Stack) Close() error {
	var faults []error
	if s.app != nil {
		faults = append(faults, s.app.Close())
	}
	if s.Latchkey != nil {
		faults = append(faults, s.Latchkey.Close())
	}
	if s.Kratos != nil {
		faults = append(faults, s.Kratos.Close())
	}
	faults = append(faults, s.ports.Release())
	s.unlock()
	if s.temporary && s.dir != "" {
		faults = append(faults, os.RemoveAll(s.dir))
	}
	return errors.Join(faults...)
}
