// Command latchkey adds passkeys to Ory Kratos. It owns the command line, signals, and the wiring of the other packages,
// which includes the conversion of settings into each package's own configuration. Package config owns the settings
// themselves; the rules about passkeys, sessions and HTTP belong to the packages that are wired here.
//
//	latchkey serve      run the service
//	latchkey migrate    bring the database up to date
//	latchkey config     check, schema, example
//	latchkey keys       create, list, revoke admin keys
//	latchkey audit      export, verify, head
//	latchkey passkeys   list, suspend, resume, confirm, revoke
//	latchkey mfa-reset  start, list, approve, cancel
//	latchkey revocations start, list
//	latchkey identities show, export, erase
//	latchkey policy     explain, preview
//	latchkey import     kratos, hanko, json
//	latchkey export     write all passkeys to a file
//	latchkey reconcile  compare with Kratos which users still exist
//	latchkey doctor     find out what is wrong with a running set-up
//	latchkey restore-check find out what a restored database has forgotten
//	latchkey health     check that a running Latchkey is ready
//	latchkey completion bash, zsh, fish
//	latchkey man        the manual page
//	latchkey version
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"reflect"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"latchkey/cmd/latchkey/approved"
	"latchkey/cmd/latchkey/examples"
	"latchkey/duration"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	program := Program{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ()}
	code := program.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// commandLine is the grammar. Each command is a struct with a Run method, in the file of its name.
type commandLine struct {
	Config      string      `short:"c" placeholder:"FILE" env:"LATCHKEY_CONFIG" help:"The configuration file. Without it: latchkey.yml in the working directory, if it exists."`
	ShowVersion versionFlag `name:"version" help:"Print the version, as 'latchkey version' does."`

	Serve         serveCommand         `cmd:"" help:"Run the service until SIGTERM or Ctrl-C."`
	Migrate       migrateCommand       `cmd:"" help:"Migrate the database. Safe at any time, also concurrently."`
	Settings      configCommand        `cmd:"" name:"config" help:"Check the configuration, or print its schema or an example."`
	Keys          keysCommand          `cmd:"" help:"Create, list and revoke the keys of the admin API."`
	Audit         auditCommand         `cmd:"" help:"Export the audit log, and verify that it was not changed."`
	Passkeys      passkeysCommand      `cmd:"" help:"List, suspend, resume, confirm and revoke passkeys. As 'identities show', 'policy explain', 'mfa-reset', 'revocations', 'approvals', 'recovery-code' and 'enrolment-code', at a running Latchkey if LATCHKEY_ADMIN_URL is set (with LATCHKEY_ADMIN_KEY_FILE or LATCHKEY_ADMIN_KEY), else at the database."`
	MFAReset      resetCommand         `cmd:"" name:"mfa-reset" help:"Remove all second factors of a user, with an audit record."`
	Revocations   revocationsCommand   `cmd:"" help:"Revoke all passkeys that match a filter, with an audit record."`
	Approvals     approvalsCommand     `cmd:"" help:"Requests that wait for a second admin (admin.reset_approvals: 2): list, approve, cancel, collect a code."`
	RecoveryCode  recoveryCodeCommand  `cmd:"" name:"recovery-code" help:"Print a recovery code for a user who is locked out and has none. Verify who asks first: with the password, it works once, for an hour, and it replaces an earlier one."`
	EnrolmentCode enrolmentCodeCommand `cmd:"" name:"enrolment-code" help:"Print a code with which a user with a role sets up one passkey. They sign in, then enter it at /recover; it works once, for an hour."`
	Identities    identitiesCommand    `cmd:"" help:"The data of one user: show, export or erase it."`
	Metadata      approved.Command     `cmd:"" help:"FIDO's metadata of authenticators in the database."`
	Policy        policyCommand        `cmd:"" help:"Which rules of policy.rules apply to whom."`
	Import        importCommand        `cmd:"" help:"Import passkeys that users already have elsewhere."`
	Export        exportCommand        `cmd:"" help:"Write the passkeys of all users, or of one, in the format that 'import json' reads."`
	Reconcile     reconcileCommand     `cmd:"" help:"Compare with Kratos which users still exist and are active, as 'serve' does every lifecycle.every. Exits with 5 if another process is doing it."`
	Doctor        doctorCommand        `cmd:"" help:"Find out what is wrong with a running set-up: the database, Kratos, and how browsers reach both. Says how each fault was found and what to change where. Exits with 1 if anything is at fault."`
	RestoreCheck  restoreCheckCommand  `cmd:"" name:"restore-check" help:"After a restore of the database, before 'serve' starts: find what has come back, what is lost, and what to do about it. Changes nothing. Exits with 1 if anything is at fault."`
	Health        healthCommand        `cmd:"" help:"Check that the Latchkey with this configuration is ready; exits with 1 if not. For container health checks."`
	Completion    completionCommand    `cmd:"" help:"Print a script that completes command lines in a shell."`
	Man           manCommand           `cmd:"" help:"Print the manual page latchkey(1)."`
	Version       versionCommand       `cmd:"" help:"Print the release, its commit and date, and the toolchain that built it."`
}

const description = `Passkeys for Ory Kratos: checks the Kratos session itself, keeps passkeys in your database, and signs people in with them.

Exit codes: 0 success; 1 failure; 2 invalid command line; 3 the audit log is not intact; 4 not found; 5 accepted, but not finished.`

// Run executes one command line and returns the exit code. It returns when the command is done, or soon after the
// context ends.
func (p *Program) Run(ctx context.Context, args []string) (code int) {
	defer func() {
		switch left := recover().(type) {
		case nil:
		case exit:
			code = int(left)
		default:
			panic(left)
		}
	}()
	var grammar commandLine
	command, err := p.parser(ctx, &grammar).Parse(args)
	if err != nil {
		fmt.Fprintf(p.Stderr, "latchkey: %v\nSee `latchkey --help`.\n", err)
		return exitUsage
	}
	p.ConfigFile = grammar.Config
	if err := command.Run(); err != nil {
		if _, done := errors.AsType[logged](err); !done {
			fmt.Fprintf(p.Stderr, "latchkey: %v\n", err)
		}
		var coded interface{ ExitCode() int }
		if errors.As(err, &coded) {
			return coded.ExitCode()
		}
		return exitFailure
	}
	return exitOK
}

func (p *Program) parser(ctx context.Context, grammar *commandLine) *kong.Kong {
	parser, err := kong.New(grammar,
		kong.Name("latchkey"),
		kong.Description(description),
		kong.Writers(p.Stdout, p.Stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.TypeMapper(reflect.TypeFor[time.Duration](), kong.MapperFunc(readDuration)),
		kong.Bind(p, approved.Database{Open: p.withStore, Out: p.Stdout}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		panic(err) // the grammar above is invalid: a bug
	}
	examples.Add(parser.Model)
	return parser
}

// readDuration reads a flag as settings are read.
func readDuration(ctx *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := ctx.Scan.PopValueInto("duration", &text); err != nil {
		return err
	}
	parsed, err := duration.Parse(text)
	if err != nil {
		return fmt.Errorf("%q is not a duration: write a number with its unit, such as 15m, 24h or 30d", text)
	}
	target.SetInt(int64(parsed))
	return nil
}

// exit is what kong panics with after it has printed help.
type exit int
