package row

import "latchkey/store"

// Usable is the condition of passkeys that can be used, at the latest when their identity is active again.
const Usable = `(suspended_at IS NULL OR (` + Inactive + `))`

// CompromisedModelColumns are the columns of a report.
const CompromisedModelColumns = `
		id,
		CASE WHEN key_identifier = '' THEN aaguid END,
		key_identifier,
		model,
		status,
		action,
		publisher,
		number,
		passkeys,
		identities,
		without_another,
		seen_at,
		due_at,
		acted_at,
		ended_at,
		ended_for,
		(SELECT count(*) FROM compromised_passkeys WHERE report_id = compromised_models.id)`

// CompromisedModel returns the fields of CompromisedModelColumns.
func CompromisedModel(m *store.CompromisedModel) []any {
	return []any{
		&m.ID, &m.Model.AAGUID, &m.Model.KeyIdentifier, &m.Name, &m.Status, &m.Action, &m.Publisher, &m.Number,
		&m.Held.Passkeys, &m.Held.Identities, &m.Held.WithoutAnother, &m.SeenAt, &m.DueAt, &m.ActedAt, &m.EndedAt, &m.EndedFor, &m.Acted,
	}
}

// HeldModel returns the fields of HeldModels.
func HeldModel(h *store.HeldModel) []any {
	return []any{&h.Model.AAGUID, &h.Model.KeyIdentifier, &h.Passkeys, &h.Identities, &h.WithoutAnother}
}

// HeldModels counts the usable passkeys of models. among is the condition that a passkey is of one of them; aliased is the same for the
// table alias other.
func HeldModels(among, aliased string) string {
	return `
	SELECT
		aaguid,
		key_identifier,
		CAST(sum(passkeys) AS bigint),
		count(*),
		CAST(sum(CASE WHEN EXISTS (
			SELECT 1
			FROM passkeys AS other
			WHERE other.identity_id = held.identity_id AND other.suspended_at IS NULL AND NOT (` + aliased + `)
		) THEN 0 ELSE 1 END) AS bigint)
	FROM (
		SELECT aaguid, key_identifier, identity_id, count(*) AS passkeys
		FROM passkeys
		WHERE ` + among + ` AND ` + Usable + `
		GROUP BY aaguid, key_identifier, identity_id
	) AS held
	GROUP BY aaguid, key_identifier
	ORDER BY aaguid, key_identifier`
}

// HeldMarks reads the marks of one identity.
const HeldMarks = `SELECT report_id, passkey_id, at FROM compromised_passkeys WHERE identity_id = ? ORDER BY at, passkey_id`

// HeldMark returns the fields of HeldMarks.
func HeldMark(m *store.HeldMark) []any { return []any{&m.ReportID, &m.PasskeyID, &m.At} }

// PasskeysToSuspend selects the passkeys of a report that it has not acted on. among is the condition that a passkey is of its model; the
// others are parameters.
func PasskeysToSuspend(among, report, limit string) string {
	return `
	SELECT` + PasskeyColumns + `
	FROM passkeys
	WHERE ` + among + `
	  AND ` + Usable + `
	  AND EXISTS (SELECT 1 FROM compromised_models WHERE id = ` + report + ` AND ended_at IS NULL)
	  AND NOT EXISTS (SELECT 1 FROM compromised_passkeys WHERE report_id = ` + report + ` AND passkey_id = passkeys.id)
	ORDER BY id
	LIMIT ` + limit
}

// Released forgets that an open report suspended a passkey, when another suspension replaces that one: what staff decide about the other
// cause says nothing about the model. Its parameters are the passkey, twice.
const Released = `
	DELETE FROM compromised_passkeys
	WHERE passkey_id = ?
	  AND report_id IN (SELECT id FROM compromised_models WHERE action = 'suspend' AND ended_at IS NULL)
	  AND EXISTS (SELECT 1 FROM passkeys WHERE id = ? AND suspended_by = 'compromised' AND suspended_for = '')`

// Unreported is the condition of passkeys that are suspended as compromised without an open report that suspends their model.
const Unreported = `suspended_at IS NOT NULL AND suspended_by = 'compromised' AND suspended_for = '' AND NOT EXISTS (
		SELECT 1
		FROM compromised_models
		WHERE compromised_models.key_identifier = passkeys.key_identifier
			AND (passkeys.key_identifier <> '' OR compromised_models.aaguid = passkeys.aaguid)
			AND action = 'suspend' AND ended_at IS NULL
	)`

// PasskeysToResume selects those passkeys of models. among is the condition that a passkey is of one of them. The others are parameters:
// whether all others are meant instead, and the limit.
func PasskeysToResume(among, but, limit string) string {
	return `
	SELECT` + PasskeyColumns + `
	FROM passkeys
	WHERE ` + Unreported + ` AND ` + among + ` <> ` + but + `
	ORDER BY id
	LIMIT ` + limit
}
