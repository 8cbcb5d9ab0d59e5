package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"latchkey/store"
)

// UsePasskey stores the changes by an assertion, unless the passkey has changed since it was read.
func (s *Store) UsePasskey(ctx context.Context, a store.Assertion) error {
	if a.SignCount < a.SeenSignCount {
		return errors.New("sqlite: an assertion must not lower the sign count")
	}
	if a.StepUp != nil && a.Code != nil {
		return errors.New("sqlite: an assertion grants a step-up or a code, not both")
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := spend(ctx, tx, a.Challenge); err != nil {
			return err
		}
		if err := initializeUV(ctx, tx, a); err != nil {
			return err
		}
		if err := claimHandle(ctx, tx, a.PasskeyID, a.UserHandle); err != nil {
			return err
		}
		used, err := changed(ctx, tx, `
			UPDATE passkeys
			SET sign_count = ?1,
			    backup_eligible = CASE WHEN ?8 THEN ?2 ELSE coalesce(backup_eligible, ?2) END,
			    backup_flags_at = NULL,
			    backed_up = ?3,
			    clone_warning_at = CASE WHEN ?4 THEN ?5 ELSE clone_warning_at END,
			    last_used_at = ?5
			WHERE id = ?6 AND sign_count = ?7 AND suspended_at IS NULL AND (uv_initialized OR NOT ?9)`,
			a.SignCount,
			a.BackupEligible,
			a.BackedUp,
			a.CloneWarning,
			a.At.UnixMicro(),
			id(a.PasskeyID),
			a.SeenSignCount,
			a.BackupChanged,
			a.UVCounts,
		)
		if err != nil {
			return err
		}
		if used == 0 {
			return store.PasskeyChanged
		}
		if err := refuseReset(ctx, tx, `(SELECT identity_id FROM passkeys WHERE id = ?)`, a.PasskeyID); err != nil {
			return err
		}
		if a.StepUp != nil {
			if err := putStepUp(ctx, tx, *a.StepUp); err != nil {
				return err
			}
		}
		if a.Code != nil {
			if err := putCode(ctx, tx, *a.Code); err != nil {
				return err
			}
		}
		return recordEvent(ctx, tx, a.Event)
	})
}

// SuspectPasskey spends the challenge and marks the row.
func (s *Store) SuspectPasskey(ctx context.Context, suspicion store.Suspicion) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if err := spend(ctx, tx, suspicion.Challenge); err != nil {
			return err
		}
		if suspicion.Suspend {
			if err := release(ctx, tx, suspicion.PasskeyID); err != nil {
				return err
			}
		}
		marked, err := changed(ctx, tx, `
			UPDATE passkeys
			SET clone_warning_at = CASE WHEN ?4 THEN clone_warning_at ELSE ?1 END,
			    backup_flags_at = CASE WHEN ?4 THEN ?1 ELSE backup_flags_at END,
			    suspended_at = CASE WHEN ?2 THEN coalesce(suspended_at, ?1) ELSE suspended_at END,
			    suspended_by = CASE WHEN ?2 AND (suspended_at IS NULL OR suspended_by IN ('inactivity', 'compromised')) THEN 'clone' ELSE suspended_by END
			WHERE id = ?3`,
			suspicion.At.UnixMicro(),
			suspicion.Suspend,
			id(suspicion.PasskeyID),
			suspicion.BackupFlags,
		)
		if err := orNotFound(marked > 0, err); err != nil {
			return err
		}
		if suspicion.Suspend {
			if ended, err = endGrantsOf(ctx, tx, suspicion.PasskeyID, suspicion.Ending); err != nil {
				return err
			}
		}
		return recordEvent(ctx, tx, suspicion.Event.Naming(ended))
	})
	return ended, err
}
