package main

import "fmt"

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // what was asked for could not be done
	exitUsage   = 2 // the command line makes no sense

	exitTampered   = 3 // audit verify: the log is not as it was sealed
	exitNotFound   = 4 // passkeys, identities show, mfa-reset: there is no such thing
	exitUnfinished = 5 // mfa-reset, passkeys revoke, enrolment-code: accepted, and waiting for an approval or for Kratos
)

// missing is what commands end with that were to do something about what is not there.
type missing struct{ error }

func (missing) ExitCode() int { return exitNotFound }

// unfinished is what a command ends with that has begun something others must end.
type unfinished struct{ error }

func (unfinished) ExitCode() int { return exitUnfinished }

// tampered is what 'audit verify' ends with when the log is not intact.
type tampered struct{ faults int64 }

func (t tampered) Error() string {
	return fmt.Sprintf("the audit log is not as it was sealed: %d faults. Keep the database as it is, and compare it with a backup", t.faults)
}

func (tampered) ExitCode() int { return exitTampered }
