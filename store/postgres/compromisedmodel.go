package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/authenticator"
	"latchkey/store"
	"latchkey/store/row"
)

// among returns the condition that a row of a table is of one of the models whose row.IDs are the first two parameters.
func among(table string) string { return row.Among(table, `= ANY($1::uuid[])`, `= ANY($2::text[])`) }

var (
	heldModels        = row.HeldModels(among(`passkeys`), among(`other`))
	passkeysToSuspend = row.PasskeysToSuspend(among(`passkeys`), `$3`, `$4`)
	passkeysToResume  = row.PasskeysToResume(among(`passkeys`), `$3`, `$4`)
)

// HeldModels reads only the passkeys of these models, by the index.
func (s *Store) HeldModels(ctx context.Context, models []authenticator.Model) ([]store.HeldModel, error) {
	aaguids, keys := row.IDs(models)
	return list(ctx, s.pool, row.HeldModel, heldModels, aaguids, keys)
}

// CompromisedModels lists the reports.
func (s *Store) CompromisedModels(ctx context.Context) ([]store.CompromisedModel, error) {
	return list(ctx, s.pool, row.CompromisedModel, `SELECT`+row.CompromisedModelColumns+` FROM compromised_models ORDER BY id DESC`)
}

// ReportModel records the event only with a new row.
func (s *Store) ReportModel(ctx context.Context, m store.CompromisedModel, event store.AuditEvent) error {
	_, err := s.count(ctx, `
		WITH reported AS (
			INSERT INTO compromised_models (
				id, aaguid, key_identifier, model, status, action, publisher, number, passkeys, identities, without_another, seen_at, due_at, ended_for
			) VALUES ($13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, '')
			ON CONFLICT (aaguid, key_identifier) WHERE ended_at IS NULL DO NOTHING
			RETURNING id
		), audit AS (`+recordEvent+` FROM reported)
		SELECT count(*) FROM reported`,
		eventArgs(event, m.ID, row.ReportAAGUID(m.Model), m.Model.KeyIdentifier, m.Name, m.Status, m.Action, m.Publisher, m.Number,
			m.Held.Passkeys, m.Held.Identities, m.Held.WithoutAnother, m.SeenAt, m.DueAt)...)
	return err
}

// ConfirmModel sets what a list says.
func (s *Store) ConfirmModel(ctx context.Context, id uuid.UUID, c store.ModelConfirmation) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE compromised_models
			SET status = $2, publisher = $3, number = $4
			WHERE id = $1 AND ended_at IS NULL AND (publisher <> $3 OR number <= $4)`, id, c.Status, c.Publisher, c.Number)
		return err
	})
}

// FinishModel records the event only with the first end of the work.
func (s *Store) FinishModel(ctx context.Context, id uuid.UUID, event func(int64) store.AuditEvent) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		report, err := openModel(ctx, tx, id, `FOR UPDATE`)
		if err != nil || report.ActedAt != nil {
			return ignoreNotFound(err)
		}
		e := event(report.Acted)
		if _, err := tx.Exec(ctx, `UPDATE compromised_models SET acted_at = $2 WHERE id = $1`, id, e.At); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(e)...)
		return err
	})
}

// RepeatModel records the event only with the change.
func (s *Store) RepeatModel(ctx context.Context, id uuid.UUID, held store.Held, dueAt time.Time, event store.AuditEvent) error {
	_, err := s.count(ctx, `
		WITH repeated AS (
			UPDATE compromised_models
			SET passkeys = $14, identities = $15, without_another = $16, due_at = $17, acted_at = NULL
			WHERE id = $13 AND ended_at IS NULL AND acted_at IS NOT NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM repeated)
		SELECT count(*) FROM repeated`,
		eventArgs(event, id, held.Passkeys, held.Identities, held.WithoutAnother, dueAt)...)
	return err
}

// EndModel locks the report first: then none of its passkeys is suspended meanwhile.
func (s *Store) EndModel(ctx context.Context, id uuid.UUID, number int64, cause string, event store.AuditEvent) error {
	return s.write(ctx, func(tx pgx.Tx) error {
		if _, err := openModel(ctx, tx, id, `FOR UPDATE`); err != nil {
			return ignoreNotFound(err)
		}
		_, err := tx.Exec(ctx, `
			UPDATE compromised_models
			SET ended_at = $2, ended_for = $3, number = greatest(number, $4)
			WHERE id = $1`, id, event.At, cause, number)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM compromised_passkeys WHERE report_id = $1`, id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(event)...)
		return err
	})
}

// openModel reads an open report, and locks it.
func openModel(ctx context.Context, tx pgx.Tx, id uuid.UUID, lock string) (store.CompromisedModel, error) {
	return one(ctx, tx, row.CompromisedModel, `SELECT`+row.CompromisedModelColumns+`
		FROM compromised_models
		WHERE id = $1 AND ended_at IS NULL `+lock, id)
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
	return list(ctx, s.pool, row.Passkey, passkeysToSuspend, aaguids, keys, r.ID, limit)
}

// ActOnPasskey shares the lock of the report with other passkeys, and locks the passkey like SuspendPasskey.
func (s *Store) ActOnPasskey(ctx context.Context, p store.CompromisedPasskey) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		ended = nil
		var open bool
		if err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT 1 FROM (SELECT 1 FROM compromised_models WHERE id = $1 AND ended_at IS NULL FOR SHARE) AS locked)`,
			p.ReportID).Scan(&open); err != nil || !open {
			return err
		}
		held, err := holdPasskeysBeside(ctx, tx, p.PasskeyID)
		if err != nil || !held[p.PasskeyID] {
			return err
		}
		acted, err := tx.Exec(ctx, `
			INSERT INTO compromised_passkeys (report_id, identity_id, passkey_id, at)
			SELECT $1, identity_id, id, $3 FROM passkeys WHERE id = $2
			ON CONFLICT DO NOTHING`, p.ReportID, p.PasskeyID, p.Ending.At)
		if err != nil || acted.RowsAffected() == 0 {
			return err
		}
		if p.Suspend {
			if ended, err = suspendCompromised(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(p.Event.Naming(ended))...)
		return err
	})
	return ended, err
}

func suspendCompromised(ctx context.Context, tx pgx.Tx, p store.CompromisedPasskey) ([]store.SessionEnding, error) {
	var identityID uuid.UUID
	err := tx.QueryRow(ctx, `
		UPDATE passkeys
		SET suspended_at = coalesce(suspended_at, $2),
		    suspended_by = 'compromised'
		WHERE id = $1
		RETURNING identity_id`, p.PasskeyID, p.Ending.At).Scan(&identityID)
	if err != nil {
		return nil, err
	}
	return endGrants(ctx, tx, identityID, p.PasskeyID, p.Ending)
}

// PasskeysToResume lists passkeys.
func (s *Store) PasskeysToResume(ctx context.Context, of store.Resumable, limit int) ([]store.Passkey, error) {
	aaguids, keys := row.IDs(of.Models)
	return list(ctx, s.pool, row.Passkey, passkeysToResume, aaguids, keys, of.But, limit)
}

// ResumeCompromised records the event only with the change.
func (s *Store) ResumeCompromised(ctx context.Context, passkeyID uuid.UUID, event store.AuditEvent) error {
	_, err := s.count(ctx, `
		WITH resumed AS (
			UPDATE passkeys
			SET suspended_at = NULL,
			    suspended_by = ''
			WHERE id = $13 AND `+row.Unreported+`
			RETURNING id
		), audit AS (`+recordEvent+` FROM resumed)
		SELECT count(*) FROM resumed`,
		eventArgs(event, passkeyID)...)
	return err
}
