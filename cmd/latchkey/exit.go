package main

import "fmt"

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // the command failed; reconcile: or was aborted
	exitUsage   = 2 // the command line is invalid

	exitTampered   = 3 // audit verify: the log was changed after it was sealed
	exitNotFound   = 4 // passkeys, identities show, mfa-reset, export: not found
	exitUnfinished = 5 // mfa-reset, passkeys revoke and suspend, recovery-code, enrolment-code: accepted, waiting for an approval or for Kratos; import: some refused, or kept by Kratos; reconcile: another process is doing it
)

// missing is the error of a command whose target does not exist.
type missing struct{ error }

func (missing) ExitCode() int { return exitNotFound }

// unfinished is the error of a command that was accepted and still waits, for an approval or for Kratos.
type unfinished struct{ error }

func (unfinished) ExitCode() int { return exitUnfinished }

// tampered is the error of 'audit verify' when the log is not intact.
type tampered struct{ faults int64 }

func (t tampered) Error() string {
	return fmt.Sprintf("the audit log was changed after it was sealed: %d faults. Keep the database as it is, and compare it with a backup", t.faults)
}

func (tampered) ExitCode() int { return exitTampered }
