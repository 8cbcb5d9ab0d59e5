-- +goose Up
CREATE TABLE security_audit (
    id          uuid        NOT NULL CONSTRAINT security_audit_pkey PRIMARY KEY,
    at          timestamptz NOT NULL,
    event_type  text        NOT NULL CHECK (char_length(event_type) BETWEEN 1 AND 64),
    identity_id uuid,
    actor_kind  text        NOT NULL CHECK (actor_kind IN ('identity', 'admin_key', 'anonymous', 'system')),
    actor_id    text        NOT NULL CHECK (char_length(actor_id) <= 64),
    -- No foreign key: the record outlives the passkey.
    passkey_id  uuid,
    request_id  text        NOT NULL CHECK (char_length(request_id) <= 128),
    ip          text        NOT NULL CHECK (char_length(ip) <= 64),
    user_agent  text        NOT NULL CHECK (char_length(user_agent) <= 1024),
    reason      text        NOT NULL CHECK (char_length(reason) <= 1024),
    metadata    jsonb       CHECK (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 16384)
);

CREATE INDEX security_audit_identity ON security_audit (identity_id, id) WHERE identity_id IS NOT NULL;
CREATE INDEX security_audit_passkey ON security_audit (passkey_id, id) WHERE passkey_id IS NOT NULL;
CREATE INDEX security_audit_event_type ON security_audit (event_type, id);
CREATE INDEX security_audit_actor ON security_audit (actor_id, id) WHERE actor_id <> '';
CREATE INDEX security_audit_at ON security_audit (at, id);

-- +goose StatementBegin
CREATE FUNCTION security_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'security_audit is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER security_audit_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON security_audit
    FOR EACH STATEMENT EXECUTE FUNCTION security_audit_refuse();

-- Also for sessions that have switched ordinary triggers off.
ALTER TABLE security_audit ENABLE ALWAYS TRIGGER security_audit_append_only;
