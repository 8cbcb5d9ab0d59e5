-- +goose Up
-- Times are microseconds since 1970 in UTC, UUIDs their 16 bytes, here and in all that follows.
CREATE TABLE passkeys (
    id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id      BLOB    NOT NULL CHECK (length(identity_id) = 16),
    -- The place among the identity's passkeys, 0 first; writers take the lowest free one.
    slot             INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 255),
    credential_id    BLOB    NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
    user_handle      BLOB    NOT NULL CHECK (length(user_handle) BETWEEN 1 AND 64),
    rp_id            TEXT    NOT NULL CHECK (length(rp_id) BETWEEN 1 AND 253),
    name             TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    record           TEXT    NOT NULL CHECK (octet_length(record) <= 32768 AND json_type(record) = 'object'),
    aaguid           BLOB    NOT NULL CHECK (length(aaguid) = 16),
    backup_eligible  INTEGER CHECK (backup_eligible IN (0, 1)),
    backed_up        INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
    sign_count       INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    created_at       INTEGER NOT NULL,
    last_used_at     INTEGER,
    suspended_at     INTEGER,
    clone_warning_at INTEGER,
    UNIQUE (credential_id),
    UNIQUE (identity_id, slot),
    -- Lists an identity's passkeys in their order, and is what step_ups refers to.
    UNIQUE (identity_id, id)
) STRICT;

CREATE INDEX passkeys_aaguid ON passkeys (aaguid, id);
CREATE INDEX passkeys_rp_id ON passkeys (rp_id, id);
CREATE INDEX passkeys_clone_warning ON passkeys (id) WHERE clone_warning_at IS NOT NULL;
