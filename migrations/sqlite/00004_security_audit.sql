-- +goose Up
CREATE TABLE security_audit (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    at          INTEGER NOT NULL,
    event_type  TEXT    NOT NULL CHECK (length(event_type) BETWEEN 1 AND 64),
    identity_id BLOB    CHECK (length(identity_id) = 16),
    actor_kind  TEXT    NOT NULL CHECK (actor_kind IN ('identity', 'admin_key', 'anonymous', 'system')),
    actor_id    TEXT    NOT NULL CHECK (length(actor_id) <= 64),
    -- No foreign key: the record outlives the passkey.
    passkey_id  BLOB    CHECK (length(passkey_id) = 16),
    request_id  TEXT    NOT NULL CHECK (length(request_id) <= 128),
    ip          TEXT    NOT NULL CHECK (length(ip) <= 64),
    user_agent  TEXT    NOT NULL CHECK (length(user_agent) <= 1024),
    reason      TEXT    NOT NULL CHECK (length(reason) <= 1024),
    metadata    TEXT    CHECK (json_type(metadata) = 'object' AND octet_length(metadata) <= 16384)
) STRICT, WITHOUT ROWID;

CREATE INDEX security_audit_identity ON security_audit (identity_id, id) WHERE identity_id IS NOT NULL;
CREATE INDEX security_audit_passkey ON security_audit (passkey_id, id) WHERE passkey_id IS NOT NULL;
CREATE INDEX security_audit_event_type ON security_audit (event_type, id);
CREATE INDEX security_audit_actor ON security_audit (actor_id, id);
CREATE INDEX security_audit_at ON security_audit (at, id);

-- +goose StatementBegin
CREATE TRIGGER security_audit_no_update BEFORE UPDATE ON security_audit
BEGIN
    SELECT RAISE(ABORT, 'security_audit is append-only: UPDATE refused');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER security_audit_no_delete BEFORE DELETE ON security_audit
BEGIN
    SELECT RAISE(ABORT, 'security_audit is append-only: DELETE refused');
END;
-- +goose StatementEnd

-- INSERT OR REPLACE deletes without firing the delete trigger.
-- +goose StatementBegin
CREATE TRIGGER security_audit_no_replace BEFORE INSERT ON security_audit
WHEN EXISTS (SELECT 1 FROM security_audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'security_audit is append-only: REPLACE refused');
END;
-- +goose StatementEnd
