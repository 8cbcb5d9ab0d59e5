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

// StackOptions configure StartStack. The zero value runs on any free ports.
type StackOptions struct {
	Progress   io.Writer // receives messages about each step and its duration; default: none
	Ports      Ports     // preferred ports; one that is in use is replaced
	Dir        string    // keeps databases and logs across runs; default: a temporary one, which Close removes
	BuildFlags []string  // for Latchkey, as in `go build`
	FrontEnds  []string  // origins of applications besides the sample one that Kratos and Latchkey serve
}

// Stack is a complete installation on loopback: Kratos, Latchkey on SQLite, and the sample application in this process.
// After registration, users are redirected to Latchkey's /setup and from there to the application.
type Stack struct {
	AppURL   string // where users start
	Kratos   *Kratos
	Latchkey *Latchkey

	dir       string
	temporary bool
	unlock    func()
	ports     *Reservation
	app       *http.Server
	appEnded  chan error
}

// StartStack builds what is missing, starts everything and waits until it responds. It runs until Close, and on Linux
// at most as long as this process.
func StartStack(ctx context.Context, options StackOptions) (*Stack, error) {
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	if _, err := KratosBinary(ctx, options.Progress); err != nil { // first, because it takes longest and may lack a compiler
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
		AfterRegistrationURL: setupOffer(latchkeyURL, s.AppURL),
		AfterLoginURL:        setupOffer(latchkeyURL, s.AppURL),
		ReturnURLs:           append(addresses(options.FrontEnds), latchkeyURL+"/"), // its pages send users to Kratos to sign in, and back
		AllowedOrigins:       options.FrontEnds,
		Login:                &KratosLogin{Issuer: latchkeyURL, ClientSecret: secret},
		SettingsHooks:        []map[string]any{SettingsHook(latchkeyURL, hookKey)},
	})
	if err != nil {
		return err
	}
	brand, err := branding(s.dir)
	if err != nil {
		return err
	}
	s.Latchkey, err = StartLatchkey(ctx, LatchkeyOptions{
		Binary:     binary,
		Kratos:     s.Kratos,
		PublicPort: ports.LatchkeyPublic,
		AdminPort:  ports.LatchkeyAdmin,
		Name:       app.Name,
		AppURL:     s.AppURL,
		FrontEnds:  options.FrontEnds,
		Dir:        filepath.Join(s.dir, "latchkey"),
		Env: append(brand,
			"LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET="+secret,
			"LATCHKEY_KRATOS_HOOKS_KEY="+hookKey, "LATCHKEY_KRATOS_HOOKS_SETTINGS_UI_URL="+s.AppURL+"/settings",
			"LATCHKEY_WEBAUTHN_CONDITIONAL_CREATE=true",
			"LATCHKEY_ADMIN_CONSOLE_PUBLIC=true", "LATCHKEY_ADMIN_CONSOLE_ENVIRONMENT=demo",
			"LATCHKEY_ADMIN_PASSKEY_AGE=0s", // the support agent's first passkey counts at once
		),
	})
	if err != nil {
		return err
	}
	return s.serveApp(ports.App, options.FrontEnds)
}

// setupOffer returns the address that offers a passkey, and goes on to the application at once for users who need no offer.
func setupOffer(latchkeyURL, appURL string) string {
	return latchkeyURL + "/setup?offer&return_to=" + appURL + "/"
}

// addresses returns all pages of these origins.
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
			LatchkeyURL:     s.Latchkey.PublicURL, LatchkeyPublicURL: s.Latchkey.PublicURL,
			FrontEnds: frontEnds,
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	go func() { s.appEnded <- s.app.Serve(listener) }()
	return nil
}

// makeDir creates the directories, and locks out a second stack on the same data.
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

// keptSecret returns a secret that Kratos and Latchkey share. It stays the same for the same data.
func (s *Stack) keptSecret(name string) (string, error) {
	path := filepath.Join(s.dir, name)
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return string(text), err
	}
	secret := RandomSecret()
	return secret, os.WriteFile(path, []byte(secret), 0o600)
}

// Wait returns nil when the context ends. If a part ends by itself before, it returns an error with that part, its last
// output, and a remedy.
func (s *Stack) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.Kratos.Ended():
		return ended("Kratos", s.Kratos.Log())
	case <-s.Latchkey.Ended():
		return ended("Latchkey", s.Latchkey.Log())
	case err := <-s.appEnded:
		return fmt.Errorf("the sample application stopped serving: %w. Start the demo again", err)
	}
}

func ended(name, log string) error {
	return fmt.Errorf("%s ended unexpectedly. Its last lines were:\n\n%s\nIf they name a cause, fix it; then start the demo again. Accounts and passkeys are still there next time if you start it with --keep", name, lastLines(log, 15))
}

// Close stops everything, and removes the data if they are in a temporary directory.
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
