-- +goose Up
-- Rows are sealed in batches into a chain of signed heads, after they have been written. What is set then is not known
-- at insert, so ceremonies write what they wrote before.
ALTER TABLE security_audit
    ADD COLUMN batch         bigint CHECK (batch > 0),
    ADD COLUMN salt          bytea CHECK (octet_length(salt) = 16),
    ADD COLUMN personal_hash bytea CHECK (octet_length(personal_hash) = 32),
    -- The signature that a blanked row carries in place of its salt.
    ADD COLUMN erasure       bytea CHECK (octet_length(erasure) = 64);

-- Finds what is not sealed yet (batch IS NULL) and reads a batch in order.
CREATE INDEX security_audit_batch ON security_audit (batch, id);

CREATE TABLE audit_heads (
    -- Two that seal at once collide here.
    number     bigint      NOT NULL CONSTRAINT audit_heads_pkey PRIMARY KEY CHECK (number > 0),
    sealed_at  timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    count      integer     NOT NULL CHECK (count > 0),
    root       bytea       NOT NULL CHECK (octet_length(root) = 32),
    -- ID and leaf of each row, 48 bytes together; NULL when the rows are gone.
    leaves     bytea       CHECK (octet_length(leaves) = count * 48),
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    signature  bytea       NOT NULL CHECK (octet_length(signature) = 64),
    removed_at timestamptz,
    removal    bytea       CHECK (octet_length(removal) = 64),
    CHECK ((removed_at IS NULL) = (removal IS NULL) AND (removed_at IS NULL) = (leaves IS NOT NULL))
);

CREATE INDEX audit_heads_kept ON audit_heads (number) WHERE removed_at IS NULL;

-- From here on the log permits just three things: giving a row its batch, once; blanking the personal fields of a sealed
-- row together with their salt; and deleting whole batches whose heads say so and stay.
DROP TRIGGER security_audit_append_only ON security_audit;

CREATE TRIGGER security_audit_append_only
    BEFORE TRUNCATE ON security_audit
    FOR EACH STATEMENT EXECUTE FUNCTION security_audit_refuse();
ALTER TABLE security_audit ENABLE ALWAYS TRIGGER security_audit_append_only;

-- +goose StatementBegin
CREATE FUNCTION security_audit_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed security_audit%ROWTYPE := OLD;
BEGIN
    IF OLD.batch IS NULL AND NEW.batch IS NOT NULL AND NEW.salt IS NOT NULL AND NEW.personal_hash IS NOT NULL THEN
        allowed.batch := NEW.batch;
        allowed.salt := NEW.salt;
        allowed.personal_hash := NEW.personal_hash;
    ELSIF OLD.salt IS NOT NULL AND NEW.salt IS NULL AND NEW.erasure IS NOT NULL THEN
        allowed.salt := NULL;
        allowed.erasure := NEW.erasure;
        allowed.identity_id := NULL;
        IF OLD.actor_kind = 'identity' AND OLD.actor_id = OLD.identity_id::text THEN
            allowed.actor_id := '';
        END IF;
        allowed.ip := '';
        allowed.user_agent := '';
        allowed.reason := '';
        allowed.metadata := NULL;
    ELSE
        RAISE EXCEPTION 'security_audit is append-only: UPDATE refused' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'security_audit is append-only: UPDATE refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER security_audit_update
    BEFORE UPDATE ON security_audit
    FOR EACH ROW EXECUTE FUNCTION security_audit_update();
ALTER TABLE security_audit ENABLE ALWAYS TRIGGER security_audit_update;

-- +goose StatementBegin
CREATE FUNCTION security_audit_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM gone
        WHERE NOT EXISTS (SELECT 1 FROM audit_heads WHERE number = gone.batch AND removed_at IS NOT NULL)
           OR EXISTS (SELECT 1 FROM security_audit WHERE security_audit.batch = gone.batch)
    ) THEN
        RAISE EXCEPTION 'security_audit is append-only: DELETE refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER security_audit_delete
    AFTER DELETE ON security_audit REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION security_audit_delete();
ALTER TABLE security_audit ENABLE ALWAYS TRIGGER security_audit_delete;

CREATE TRIGGER audit_heads_append_only
    BEFORE DELETE OR TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION security_audit_refuse();
ALTER TABLE audit_heads ENABLE ALWAYS TRIGGER audit_heads_append_only;

-- +goose StatementBegin
CREATE FUNCTION audit_heads_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed audit_heads%ROWTYPE := OLD;
BEGIN
    allowed.leaves := NULL;
    allowed.removed_at := NEW.removed_at;
    allowed.removal := NEW.removal;
    IF OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'audit_heads is append-only: UPDATE refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER audit_heads_update
    BEFORE UPDATE ON audit_heads
    FOR EACH ROW EXECUTE FUNCTION audit_heads_update();
ALTER TABLE audit_heads ENABLE ALWAYS TRIGGER audit_heads_update;
