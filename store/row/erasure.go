package row

import "latchkey/store"

// HeldSessions reads the sessions of one identity, which is each of the three arguments.
const HeldSessions = `
	SELECT
		session_id,
		method,
		passkey_id,
		at,
		expires_at
	FROM step_ups
	WHERE identity_id = ?
	UNION ALL
	SELECT
		session_id,
		'login',
		passkey_id,
		at,
		expires_at
	FROM passkey_sessions
	WHERE identity_id = ?
	UNION ALL
	SELECT
		session_id,
		'recovery_code',
		NULL,
		at,
		expires_at
	FROM recoveries
	WHERE identity_id = ?
	ORDER BY at`

// HeldSession returns the fields of HeldSessions.
func HeldSession(h *store.HeldSession) []any {
	return []any{&h.SessionID, &h.Method, &h.PasskeyID, &h.At, &h.ExpiresAt}
}
