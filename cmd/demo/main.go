// Command demo runs a complete installation on this machine: a real Ory Kratos, Latchkey on SQLite and a sample
// application. It owns the guide that it prints, and leaves building and starting the parts to package demo. It needs
// Go and a C compiler, and removes everything at the end.
//
//	go run ./cmd/demo
//	go run ./cmd/demo --keep DIR
//
// In containers the parts run already: `demo settings` and `demo beside` (beside.go) add the sample application.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"latchkey/demo"
)

const usage = `Runs a real Ory Kratos, Latchkey and a sample application on this machine, and tells
you what to click. Ctrl-C ends everything.

The first start builds Kratos, which takes about two minutes; later ones take seconds.
It needs Go and a C compiler (Debian: apt-get install -y gcc libc6-dev).
LATCHKEY_KRATOS=PATH runs that Kratos instead, such as a newer version.

usage: go run ./cmd/demo [--keep DIR]

  --keep DIR   keep accounts, passkeys and logs in DIR, and use those that are there.
               Without it they are removed at the end.
  --help       print this
`

// exampleOrigin is where the examples are served, one at a time.
const exampleOrigin = "http://localhost:5173"

func main() {
	// Closing the terminal or pipe stops the demo as well. A second Ctrl-C ends it at once: the children die with this
	// process.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code: 0 if it was stopped, 1 after a failure, 2 for an invalid command line.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && containerCommands[args[0]] != nil {
		return exitCode(containerCommands[args[0]](ctx, args[1:], stdout, stderr), stderr)
	}
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	keep := flags.String("keep", "", "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("%q is not understood", flags.Arg(0))
		fallthrough
	case err != nil:
		fmt.Fprintf(stderr, "demo: %v\n\n%s", err, usage)
		return 2
	}
	return exitCode(play(ctx, *keep, stdout, stderr), stderr)
}

func exitCode(err error, stderr io.Writer) int {
	if err != nil {
		fmt.Fprintf(stderr, "\ndemo: %v\n", err)
		return 1
	}
	return 0
}

// play runs the stack until the context ends, which is no error.
func play(ctx context.Context, keep string, stdout, stderr io.Writer) (err error) {
	started := time.Now()
	stack, err := demo.StartStack(ctx, demo.StackOptions{Progress: stderr, Ports: demo.UsualPorts, Dir: keep, FrontEnds: []string{exampleOrigin}})
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "\nStopped.")
		if stack != nil {
			return stack.Close()
		}
		return nil
	}
	if err != nil {
		return err
	}
	defer func() {
		fmt.Fprintln(stderr, "\nStopping.")
		err = errors.Join(err, stack.Close())
	}()
	key, err := stack.Latchkey.CreateKey("read", "revoke")
	if err != nil {
		return err
	}
	agent, err := supportOf(ctx, stack, keep)
	if err != nil {
		return err
	}
	if err := writeGuide(stdout, shown{Stack: stack, FrontEnds: []string{exampleOrigin}, Support: agent, Key: key, Keep: keep, Took: time.Since(started)}); err != nil {
		return err
	}
	return stack.Wait(ctx)
}
