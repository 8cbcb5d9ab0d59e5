-- +goose Up
-- Rows are sealed in batches into a chain of signed heads, after they have been written. What is set then is not known
-- at insert, so ceremonies write what they wrote before.
ALTER TABLE security_audit ADD COLUMN batch INTEGER CHECK (batch > 0);
ALTER TABLE security_audit ADD COLUMN salt BLOB CHECK (length(salt) = 16);
ALTER TABLE security_audit ADD COLUMN personal_hash BLOB CHECK (length(personal_hash) = 32);
-- The signature that a blanked row carries in place of its salt.
ALTER TABLE security_audit ADD COLUMN erasure BLOB CHECK (length(erasure) = 64);

-- Finds what is not sealed yet (batch IS NULL) and reads a batch in order.
CREATE INDEX security_audit_batch ON security_audit (batch, id);

CREATE TABLE audit_heads (
    -- Two that seal at once collide here.
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sealed_at  INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    count      INTEGER NOT NULL CHECK (count > 0),
    root       BLOB    NOT NULL CHECK (length(root) = 32),
    -- ID and leaf of each row, 48 bytes together; NULL when the rows are gone.
    leaves     BLOB    CHECK (length(leaves) = count * 48),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    signature  BLOB    NOT NULL CHECK (length(signature) = 64),
    removed_at INTEGER,
    removal    BLOB    CHECK (length(removal) = 64),
    CHECK ((removed_at IS NULL) = (removal IS NULL) AND (removed_at IS NULL) = (leaves IS NOT NULL))
) STRICT;

CREATE INDEX audit_heads_kept ON audit_heads (number) WHERE removed_at IS NULL;

-- From here on the log permits just three things: giving a row its batch, once; blanking the personal fields of a sealed
-- row together with their salt; and deleting batches whose heads say so and stay.
DROP TRIGGER security_audit_no_update;
DROP TRIGGER security_audit_no_delete;

-- +goose StatementBegin
CREATE TRIGGER security_audit_no_update BEFORE UPDATE ON security_audit
WHEN NOT (
    NEW.id IS OLD.id
    AND NEW.at IS OLD.at
    AND NEW.event_type IS OLD.event_type
    AND NEW.actor_kind IS OLD.actor_kind
    AND NEW.passkey_id IS OLD.passkey_id
    AND NEW.request_id IS OLD.request_id
    AND (
        (
            OLD.batch IS NULL
            AND NEW.batch IS NOT NULL
            AND NEW.salt IS NOT NULL
            AND NEW.personal_hash IS NOT NULL
            AND NEW.erasure IS NULL
            AND NEW.identity_id IS OLD.identity_id
            AND NEW.actor_id IS OLD.actor_id
            AND NEW.ip IS OLD.ip
            AND NEW.user_agent IS OLD.user_agent
            AND NEW.reason IS OLD.reason
            AND NEW.metadata IS OLD.metadata
        ) OR (
            NEW.batch IS OLD.batch
            AND OLD.salt IS NOT NULL
            AND NEW.salt IS NULL
            AND NEW.personal_hash IS OLD.personal_hash
            AND NEW.erasure IS NOT NULL
            AND NEW.identity_id IS NULL
            AND NEW.actor_id IS CASE
                WHEN OLD.actor_kind = 'identity' AND replace(OLD.actor_id, '-', '') = lower(hex(OLD.identity_id)) THEN ''
                ELSE OLD.actor_id
            END
            AND NEW.ip = ''
            AND NEW.user_agent = ''
            AND NEW.reason = ''
            AND NEW.metadata IS NULL
        )
    )
)
BEGIN
    SELECT RAISE(ABORT, 'security_audit is append-only: UPDATE refused');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER security_audit_no_delete BEFORE DELETE ON security_audit
WHEN NOT EXISTS (SELECT 1 FROM audit_heads WHERE number = OLD.batch AND removed_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'security_audit is append-only: DELETE refused');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_heads_no_delete BEFORE DELETE ON audit_heads
BEGIN
    SELECT RAISE(ABORT, 'audit_heads is append-only: DELETE refused');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_heads_no_replace BEFORE INSERT ON audit_heads
WHEN EXISTS (SELECT 1 FROM audit_heads WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'audit_heads is append-only: REPLACE refused');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_heads_no_update BEFORE UPDATE ON audit_heads
WHEN NOT (
    OLD.removed_at IS NULL
    AND NEW.removed_at IS NOT NULL
    AND NEW.number IS OLD.number
    AND NEW.sealed_at IS OLD.sealed_at
    AND NEW.last_at IS OLD.last_at
    AND NEW.count IS OLD.count
    AND NEW.root IS OLD.root
    AND NEW.hash IS OLD.hash
    AND NEW.signature IS OLD.signature
)
BEGIN
    SELECT RAISE(ABORT, 'audit_heads is append-only: UPDATE refused');
END;
-- +goose StatementEnd
