// Command latchkey adds passkeys to Ory Kratos. It owns the command line, signals, and the wiring of the other packages,
// which includes the conversion of settings into each package's own configuration. Package config owns the settings
// themselves; the rules about passkeys, sessions and HTTP belong to the packages that are wired here.
//
//	latchkey serve      run the service
//	latchkey migrate    bring the database up to date
//	latchkey config     check, schema, example
//	latchkey keys       create, list, revoke admin keys
//	latchkey audit      export, verify, head
//	latchkey passkeys   list, revoke
//	latchkey mfa-reset  start, list, approve, cancel
//	latchkey identities show, export, erase
//	latchkey health     ask a running Latchkey whether it is ready
//	latchkey version
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	program := Program{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ()}
	code := program.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
