package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"latchkey/demo"
	"latchkey/demo/app"
)

// containerCommands are those of docker-compose.yml, where Kratos and Latchkey have containers of their own.
var containerCommands = map[string]func(ctx context.Context, args []string, stdout, stderr io.Writer) error{
	"settings": writeSettings,
	"beside":   playBeside,
}

// addresses are where the parts are, by Latchkey's own settings in the environment: those for browsers, and those for servers.
type addresses struct {
	app, latchkey, latchkeyAdmin, latchkeyPublic, kratos, kratosPublic, kratosAdmin string
}

// settle reads the environment. Latchkey is in the network of Kratos, at the port where it listens.
func settle(getenv func(string) string) (addresses, error) {
	found := addresses{
		app:          getenv("LATCHKEY_RETURN_TO"),
		latchkey:     getenv("LATCHKEY_SERVE_PUBLIC_BASE_URL"),
		kratos:       getenv("LATCHKEY_KRATOS_BROWSER_URL"),
		kratosPublic: getenv("LATCHKEY_KRATOS_PUBLIC_URL"),
		kratosAdmin:  getenv("LATCHKEY_KRATOS_ADMIN_URL"),
	}
	for _, address := range []string{found.app, found.latchkey, found.kratos, found.kratosPublic, found.kratosAdmin} {
		if parsed, err := url.Parse(address); err != nil || parsed.Host == "" || parsed.Port() == "" {
			return addresses{}, errors.New("this is a command of docker-compose.yml: it needs the environment of the service latchkey there")
		}
	}
	latchkey, _ := url.Parse(found.latchkey)
	shared, _ := url.Parse(found.kratosPublic)
	found.latchkeyPublic = "http://" + net.JoinHostPort(shared.Hostname(), latchkey.Port())
	_, port, err := net.SplitHostPort(getenv("LATCHKEY_SERVE_ADMIN_ADDRESS"))
	found.latchkeyAdmin = "http://localhost:" + port
	return found, err
}

// playBeside serves the sample application until the context ends, and prints the guide.
func playBeside(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) != 2 || args[0] != "--keep" {
		return errors.New("usage: demo beside --keep DIR")
	}
	keep, started := args[1], time.Now()
	at, err := settle(os.Getenv)
	if err != nil {
		return err
	}
	binary, err := exec.LookPath("latchkey")
	if err != nil {
		return err
	}
	stack := &demo.Stack{
		AppURL:   at.app,
		Kratos:   &demo.Kratos{PublicURL: at.kratosPublic, BrowserURL: at.kratos, AdminURL: at.kratosAdmin},
		Latchkey: demo.InstalledLatchkey(binary, at.latchkey, at.latchkeyAdmin),
	}
	key, err := stack.Latchkey.CreateKey("read", "revoke")
	if err != nil {
		return err
	}
	agent, err := supportOf(ctx, stack, keep)
	if err != nil {
		return err
	}
	listens, _ := url.Parse(at.app) // settle has parsed it
	listener, err := net.Listen("tcp", ":"+listens.Port())
	if err != nil {
		return err
	}
	if err := writeGuide(stdout, shown{Stack: stack, Support: agent, Key: key, Took: time.Since(started)}); err != nil {
		return err
	}
	server := &http.Server{
		Handler: app.New(app.Config{
			URL: at.app, KratosURL: at.kratos, KratosPublicURL: at.kratosPublic, LatchkeyURL: at.latchkey, LatchkeyPublicURL: at.latchkeyPublic,
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// writeSettings gives Latchkey the settings of the demo that are not in docker-compose.yml.
func writeSettings(_ context.Context, args []string, _, stderr io.Writer) error {
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		return errors.New("usage: demo settings FOLDER")
	}
	if err := demo.WriteSettings(args[0]); err != nil {
		return fmt.Errorf("the settings of the demo: %w", err)
	}
	fmt.Fprintln(stderr, "The settings of the demo are in "+args[0]+".")
	return nil
}
