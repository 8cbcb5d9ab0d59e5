// Package restore finds what a database that was restored from a backup has forgotten, and says what to do about it. It owns the
// comparison of the database with what is known from elsewhere: the events that were recorded after the backup, a head of the audit
// log, and Kratos. It changes nothing.
//
// It leaves how findings are printed to doctor, the comparison with Kratos to lifecycle, and that of the log's seals to audit.
package restore

import (
	"context"

	"github.com/google/uuid"

	"latchkey/doctor"
)

// Checks returns the checks in their order.
func Checks(cfg Config) []doctor.Check {
	c := &checks{Config: cfg, erased: make(map[uuid.UUID]bool)}
	all := []doctor.Check{
		{Name: "secrets", Title: "secrets.cipher opens the keys in the database", Run: c.secrets},
		{Name: "audit", Title: "the audit log is as it was sealed", After: []string{"secrets"}, Run: c.sealed},
	}
	if c.Events == nil {
		all = append(all, doctor.Check{Name: "events", Run: func(context.Context) []doctor.Finding {
			return []doctor.Finding{doctor.Skipf("what happened after the backup is not known").
				Do("Add --events with the events that were recorded after it: an export of the old database, or what a receiver of webhooks has kept.")}
		}})
	} else {
		all = append(all,
			doctor.Check{Name: "events", Title: "the audit log has all of the events", Run: c.compared(c.missed)},
			doctor.Check{Name: "ceremonies", Title: "what was finished at the old database cannot be finished again", Run: c.compared(c.ceremonies)},
			doctor.Check{Name: "erasures", Title: "no erased user is back", Run: c.compared(c.erasures)},
			doctor.Check{Name: "passkeys", Title: "no passkey is back, lost or older than its last use", Run: c.compared(c.passkeys)},
			doctor.Check{Name: "recovery_codes", Title: "the recovery codes are those that the users have", Run: c.compared(c.codes)},
			doctor.Check{Name: "factors", Title: "no disowned factor counts again", Run: c.compared(c.factors)},
			doctor.Check{Name: "admin_keys", Title: "the admin keys are those that were in use", Run: c.compared(c.adminKeys)},
			doctor.Check{Name: "approvals", Title: "no request that was decided waits again", Run: c.compared(c.requests)})
	}
	return append(all,
		doctor.Check{Name: "resets", Title: "no reset is carried out again", Run: c.compared(c.resets)},
		doctor.Check{Name: "revocations", Title: "no bulk revocation is continued", Run: c.compared(c.revocations)},
		doctor.Check{Name: "notifications", Title: "no notification is sent again", Run: c.compared(c.notifications)},
		doctor.Check{Name: "identities", Title: "Kratos has all users of whom something is stored", Run: c.compared(c.identities)})
}
