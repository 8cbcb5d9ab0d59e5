package restore

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/store"
)

// sealedKeys are the keys in the database, each with the kind as which it is sealed.
var sealedKeys = []struct{ name, kind, without string }{
	{"audit_chain", "key audit_chain", "no earlier head of the audit log can be verified"},
	{"factor_fingerprints", "key factor_fingerprints", "no factor at Kratos is recognised, so users have to confirm theirs again"},
	{"recovery_codes", "key recovery_codes", "no recovery code works"},
	{"decoy", "key decoy", "logins with an unknown identifier look different than before"},
	{"signing", "key signing", "proofs and ID tokens that are in use are no longer accepted"},
}

// secrets opens the keys: the secret is kept apart from the database, and both can be of different times.
func (c *checks) secrets(ctx context.Context) (found []doctor.Finding) {
	for _, key := range sealedKeys {
		sealed, err := c.Store.Key(ctx, key.name)
		missing, err := isMissing(err)
		switch {
		case err != nil:
			return append(found, doctor.Faultf("the keys in the database cannot be read").Because("%v", err).Do("Correct that, and run restore-check again."))
		case missing:
			found = append(found, doctor.Warnf("the database lacks the key %s: %s", key.name, key.without).As("secrets.missing").Because("the table keys has no row %s", key.name).
				Do("Nothing if this part of Latchkey was never used, or the database is older than the key. Otherwise restore the table keys: `latchkey serve` makes another key."))
			continue
		}
		if _, _, err := c.Sealer.Open(key.kind, sealed); err != nil {
			return append(found, doctor.Faultf("secrets.cipher does not open the keys in the database").As("secrets.other").Because("the key %s was sealed with another secret", key.name).
				Do("Add the secret that was in use at the time of the backup to secrets.cipher; with SQLite and no such setting, put back latchkey.secret of the same backup. If it is lost: docs/operations.md, Secrets."))
		}
	}
	return found
}

// sealed verifies the audit log.
func (c *checks) sealed(ctx context.Context) (found []doctor.Finding) {
	report, err := c.Verify(ctx)
	if err != nil {
		return append(found, doctor.Faultf("the audit log cannot be verified").Because("%v", err).Do("Correct that, and run restore-check again."))
	}
	tampered := report.FaultCount
	for _, fault := range report.Faults {
		if fault.Fault == audit.FaultKeptHead {
			tampered--
			found = append(found, doctor.Warnf("batch %d of the audit log is not that of the head that was kept", fault.Batch).As("audit.other_head").
				Because("the log has another head at that number").
				Do("Nothing if restore-check said audit.cut before you ran commands at the restored database: they were recorded, under numbers that had been used before. If it did not, the log was recreated: restore another backup."))
		}
		if fault.Fault != audit.FaultTailCut {
			continue
		}
		tampered--
		end := int64(0)
		if report.Head != nil {
			end = report.Head.Number
		}
		found = append(found, doctor.Warnf("the audit log ends %d batches before the head that was kept", fault.Batch-end).As("audit.cut").
			Because("it ends with batch %d, and the head is that of batch %d", end, fault.Batch).
			Do("A restore does that. Keep that head, with the events between in an export or at the receivers of webhooks, and from now on heads that are printed after the restore: the numbers go on from batch %d.", end))
	}
	if tampered > 0 {
		found = append(found, doctor.Faultf("the audit log is not as it was sealed: %d faults", tampered).As("audit.changed").
			Because("`latchkey audit verify` names them").Do("The backup was changed, or restored in part. Restore another one."))
	}
	return found
}

// missed counts the events that the log lacks: those after its end, and those that another replica was still recording when the backup
// was taken, whose IDs are earlier.
func (c *checks) missed(ctx context.Context) ([]doctor.Finding, error) {
	lacks := make(map[uuid.UUID]bool, len(c.Events.all))
	first := c.Events.all[0].id
	for _, one := range c.Events.all {
		lacks[one.id] = true
		if bytes.Compare(one.id[:], first[:]) < 0 {
			first = one.id
		}
	}
	last := ""
	err := each(store.Page{Size: 500}, func(page store.Page) ([]store.AuditEvent, error) {
		return c.Store.AuditEvents(ctx, store.AuditFilter{}, page)
	}, func(row store.AuditEvent) (id uuid.UUID, goOn bool) {
		before := bytes.Compare(row.ID[:], first[:]) < 0
		// Commands have recorded others since the restore. None of those is among the events from outside.
		if last == "" && (lacks[row.ID] || before) {
			last = "its last one from before the restore is of " + when(row.At)
		}
		delete(lacks, row.ID)
		return row.ID, !before
	})
	if err != nil || len(lacks) == 0 {
		return nil, err
	}
	if last == "" {
		last = "it has none from before the restore"
	}
	return []doctor.Finding{doctor.Warnf("the audit log lacks %d events that were recorded after the backup, or while it was taken", len(lacks)).As("events.lost").
		Because("%s, and the last one in %s of %s", last, c.Events.name, when(c.Events.last)).
		Do("Keep %s with your archive of the log: events cannot be put back.", c.Events.name)}, nil
}

// forgotten is how long something can still be finished of which the database has forgotten that it was: a ceremony or a gate pass
// within five minutes, by a clock that is thirty seconds off; the grant of a recovery code within fifteen.
const forgotten = 15*time.Minute + 30*time.Second

// ceremonies says how long to wait: the challenges that were spent after the backup are not spent in the database.
func (c *checks) ceremonies(context.Context) ([]doctor.Finding, error) {
	until := c.Events.last.Add(forgotten)
	if !c.Now().Before(until) {
		return nil, nil
	}
	return []doctor.Finding{doctor.Faultf("a login that was finished at the old database could be finished again").As("ceremonies.replayed").
		Because("the last event in %s is of %s; a ceremony lasts five minutes, and what a recovery code grants fifteen", c.Events.name, when(c.Events.last)).
		Do("Do not start `latchkey serve` before %s.", when(until))}, nil
}
