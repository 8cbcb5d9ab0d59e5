-- +goose Up
-- Why a passkey is suspended, besides suspended_for: 'staff', 'clone' or 'inactivity'. Empty: it is not, or was by an earlier
-- binary, which counts as staff.
ALTER TABLE passkeys ADD COLUMN suspended_by text NOT NULL DEFAULT '';
UPDATE passkeys
SET suspended_by = CASE WHEN clone_warning_at = suspended_at THEN 'clone' ELSE 'staff' END
WHERE suspended_at IS NOT NULL AND suspended_for = '';
CREATE INDEX passkeys_inactive ON passkeys (identity_id) WHERE suspended_by = 'inactivity';

-- Identities that were not found at Kratos, and since when.
CREATE TABLE missing_identities (
    identity_id uuid        NOT NULL CONSTRAINT missing_identities_pkey PRIMARY KEY,
    since       timestamptz NOT NULL
);

-- The comparisons with Kratos: of all identities, and of those that are missing or inactive. One replica claims one.
CREATE TABLE reconciliations (
    scope    text        NOT NULL CONSTRAINT reconciliations_pkey PRIMARY KEY CHECK (scope IN ('all', 'waiting')),
    claim    uuid,
    due_at   timestamptz NOT NULL,
    ended_at timestamptz,
    outcome  text        NOT NULL CHECK (outcome IN ('', 'done', 'aborted', 'failed')),
    held     bigint      NOT NULL CHECK (held >= 0),
    missing  bigint      NOT NULL CHECK (missing >= 0)
);
