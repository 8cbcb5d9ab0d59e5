-- +goose Up
CREATE TABLE passkeys (
    id               uuid        NOT NULL CONSTRAINT passkeys_pkey PRIMARY KEY,
    identity_id      uuid        NOT NULL,
    -- The place among the identity's passkeys, 0 first. Writers take the lowest free one, so two that race for the
    -- last place collide here, and the limit per identity holds without any lock.
    slot             smallint    NOT NULL CHECK (slot BETWEEN 0 AND 255),
    credential_id    bytea       NOT NULL CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    user_handle      bytea       NOT NULL CHECK (octet_length(user_handle) BETWEEN 1 AND 64),
    rp_id            text        NOT NULL CHECK (char_length(rp_id) BETWEEN 1 AND 253),
    name             text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    -- json and not jsonb: it comes back byte for byte, and no query looks inside.
    record           json        NOT NULL CHECK (octet_length(record::text) <= 32768 AND json_typeof(record) = 'object'),
    aaguid           uuid        NOT NULL,
    backup_eligible  boolean,
    backed_up        boolean     NOT NULL,
    sign_count       bigint      NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    created_at       timestamptz NOT NULL,
    last_used_at     timestamptz,
    suspended_at     timestamptz,
    clone_warning_at timestamptz,
    CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id),
    CONSTRAINT passkeys_slot_key UNIQUE (identity_id, slot),
    -- Lists an identity's passkeys in their order, and is what step_ups refers to.
    CONSTRAINT passkeys_identity_key UNIQUE (identity_id, id)
-- A login changes no indexed column; with room on the page it stays a heap-only update.
) WITH (fillfactor = 85);

CREATE INDEX passkeys_aaguid ON passkeys (aaguid, id);
CREATE INDEX passkeys_rp_id ON passkeys (rp_id, id);
CREATE INDEX passkeys_clone_warning ON passkeys (id) WHERE clone_warning_at IS NOT NULL;
