package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/store"
	"latchkey/store/row"
)

// among returns the condition that a row of a table is of one of the models whose IDs are the first two parameters.
func among(table string) string {
	return row.Among(table, `IN (SELECT unhex(value, '-') FROM json_each(?1))`, `IN (SELECT value FROM json_each(?2))`)
}

var (
	heldModels        = row.HeldModels(among(`passkeys`), among(`other`))
	passkeysToSuspend = row.PasskeysToSuspend(among(`passkeys`), `?3`, `?4`)
	passkeysToResume  = row.PasskeysToResume(among(`passkeys`), `?3`, `?4`)
)

// HeldModels reads only the passkeys of these models, by the index.
func (s *Store) HeldModels(ctx context.Context, models []authenticator.Model) ([]store.HeldModel, error) {
	aaguids, keys := row.IDs(models)
	return list(ctx, s.reader, row.HeldModel, heldModels, ids(aaguids), texts(keys))
}

const selectModels = `SELECT` + row.CompromisedModelColumns + ` FROM compromised_models `

// CompromisedModels lists the reports.
func (s *Store) CompromisedModels(ctx context.Context) ([]store.CompromisedModel, error) {
	return list(ctx, s.reader, row.CompromisedModel, selectModels+`ORDER BY id DESC`)
}

// ReportModel records the event only with a new row.
func (s *Store) ReportModel(ctx context.Context, m store.CompromisedModel, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		reported, err := changed(ctx, tx, `
			INSERT INTO compromised_models (
				id, aaguid, key_identifier, model, status, action, publisher, number, passkeys, identities, without_another, seen_at, due_at, ended_for
			) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')
			ON CONFLICT (aaguid, key_identifier) WHERE ended_at IS NULL DO NOTHING`,
			id(m.ID), id(row.ReportAAGUID(m.Model)), text(m.Model.KeyIdentifier), text(m.Name), text(m.Status), m.Action, text(m.Publisher), m.Number,
			m.Held.Passkeys, m.Held.Identities, m.Held.WithoutAnother, m.SeenAt.UnixMicro(), m.DueAt.UnixMicro())
		if err != nil || reported == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// ConfirmModel sets what a list says.
func (s *Store) ConfirmModel(ctx context.Context, reportID uuid.UUID, c store.ModelConfirmation) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE compromised_models
			SET status = ?2, publisher = ?3, number = ?4
			WHERE id = ?1 AND ended_at IS NULL AND (publisher <> ?3 OR number <= ?4)`, id(reportID), text(c.Status), text(c.Publisher), c.Number)
		return err
	})
}

// FinishModel records the event only with the first end of the work.
func (s *Store) FinishModel(ctx context.Context, reportID uuid.UUID, event func(int64) store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		report, err := openModel(ctx, tx, reportID)
		if err != nil || report.ActedAt != nil {
			return ignoreNotFound(err)
		}
		e := event(report.Acted)
		if _, err := tx.ExecContext(ctx, `UPDATE compromised_models SET acted_at = ? WHERE id = ?`, e.At.UnixMicro(), id(reportID)); err != nil {
			return err
		}
		return recordEvent(ctx, tx, e)
	})
}

// RepeatModel records the event only with the change.
func (s *Store) RepeatModel(ctx context.Context, reportID uuid.UUID, held store.Held, dueAt time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		repeated, err := changed(ctx, tx, `
			UPDATE compromised_models
			SET passkeys = ?, identities = ?, without_another = ?, due_at = ?, acted_at = NULL
			WHERE id = ? AND ended_at IS NULL AND acted_at IS NOT NULL`,
			held.Passkeys, held.Identities, held.WithoutAnother, dueAt.UnixMicro(), id(reportID))
		if err != nil || repeated == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// EndModel ends a report.
func (s *Store) EndModel(ctx context.Context, reportID uuid.UUID, number int64, cause string, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		ended, err := changed(ctx, tx, `
			UPDATE compromised_models
			SET ended_at = ?2, ended_for = ?3, number = max(number, ?4)
			WHERE id = ?1 AND ended_at IS NULL`, id(reportID), event.At.UnixMicro(), cause, number)
		if err != nil || ended == 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM compromised_passkeys WHERE report_id = ?`, id(reportID)); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

func openModel(ctx context.Context, tx *sql.Tx, reportID uuid.UUID) (store.CompromisedModel, error) {
	return one(ctx, tx, row.CompromisedModel, selectModels+`WHERE id = ? AND ended_at IS NULL`, id(reportID))
}

func ignoreNotFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// PasskeysToSuspend lists passkeys.
func (s *Store) PasskeysToSuspend(ctx context.Context, r store.CompromisedModel, limit int) ([]store.Passkey, error) {
	aaguids, keys := row.IDs([]authenticator.Model{r.Model})
	return list(ctx, s.reader, row.Passkey, passkeysToSuspend, ids(aaguids), texts(keys), id(r.ID), limit)
}

// ActOnPasskey inserts the row that says so only for a usable passkey and an open report.
func (s *Store) ActOnPasskey(ctx context.Context, p store.CompromisedPasskey) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		ended = nil
		acted, err := changed(ctx, tx, `
			INSERT INTO compromised_passkeys (report_id, identity_id, passkey_id, at)
			SELECT compromised_models.id, identity_id, passkeys.id, ?3
			FROM passkeys, compromised_models
			WHERE passkeys.id = ?2 AND `+row.Usable+` AND compromised_models.id = ?1 AND ended_at IS NULL
			ON CONFLICT DO NOTHING`, id(p.ReportID), id(p.PasskeyID), p.Ending.At.UnixMicro())
		if err != nil || acted == 0 {
			return err
		}
		if p.Suspend {
			if _, err := tx.ExecContext(ctx, `
				UPDATE passkeys
				SET suspended_at = coalesce(suspended_at, ?2),
				    suspended_by = 'compromised'
				WHERE id = ?1`, id(p.PasskeyID), p.Ending.At.UnixMicro()); err != nil {
				return err
			}
			if ended, err = endGrantsOf(ctx, tx, p.PasskeyID, p.Ending); err != nil {
				return err
			}
		}
		return recordEvent(ctx, tx, p.Event.Naming(ended))
	})
	return ended, err
}

// PasskeysToResume lists passkeys.
func (s *Store) PasskeysToResume(ctx context.Context, of store.Resumable, limit int) ([]store.Passkey, error) {
	aaguids, keys := row.IDs(of.Models)
	return list(ctx, s.reader, row.Passkey, passkeysToResume, ids(aaguids), texts(keys), of.But, limit)
}

// ResumeCompromised records the event only with the change.
func (s *Store) ResumeCompromised(ctx context.Context, passkeyID uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		resumed, err := changed(ctx, tx, `
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_by = ''
			WHERE id = ? AND `+row.Unreported, id(passkeyID))
		if err != nil || resumed == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}
