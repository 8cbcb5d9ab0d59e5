package postgres

import (
	"context"

	"latchkey/store/row"
)

// stepUpOf omits the rows for logins that an earlier build wrote.
const stepUpOf = `
	SELECT` + row.StepUpColumns + `
	FROM step_ups
	WHERE session_id = $1 AND identity_id = $2 AND method = 'passkey'`

// PurgeStepUps deletes expired step-ups.
func (s *Store) PurgeStepUps(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.StepUps)
}
