-- +goose Up
-- Why a passkey is suspended, besides suspended_for: 'staff', 'clone' or 'inactivity'. Empty: it is not, or was by an earlier
-- binary, which counts as staff.
ALTER TABLE passkeys ADD COLUMN suspended_by TEXT NOT NULL DEFAULT '';
UPDATE passkeys
SET suspended_by = CASE WHEN clone_warning_at = suspended_at THEN 'clone' ELSE 'staff' END
WHERE suspended_at IS NOT NULL AND suspended_for = '';
CREATE INDEX passkeys_inactive ON passkeys (identity_id) WHERE suspended_by = 'inactivity';

-- Identities that were not found at Kratos, and since when.
CREATE TABLE missing_identities (
    identity_id BLOB    NOT NULL PRIMARY KEY CHECK (length(identity_id) = 16),
    since       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The comparisons with Kratos: of all identities, and of those that are missing or inactive. One replica claims one.
CREATE TABLE reconciliations (
    scope    TEXT    NOT NULL PRIMARY KEY CHECK (scope IN ('all', 'waiting')),
    claim    BLOB    CHECK (length(claim) = 16),
    due_at   INTEGER NOT NULL,
    ended_at INTEGER,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('', 'done', 'aborted', 'failed')),
    held     INTEGER NOT NULL CHECK (held >= 0),
    missing  INTEGER NOT NULL CHECK (missing >= 0)
) STRICT, WITHOUT ROWID;
