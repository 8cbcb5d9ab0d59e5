package postgres

import (
	"context"

	"latchkey/store/row"
)

// stepUpOf passes over what the binary before this one still writes of logins.
const stepUpOf = `
	SELECT` + row.StepUpColumns + `
	FROM step_ups
	WHERE session_id = $1 AND identity_id = $2 AND method = 'passkey'`

// PurgeStepUps deletes those that have expired.
func (s *Store) PurgeStepUps(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.StepUps)
}
