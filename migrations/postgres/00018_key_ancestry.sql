-- +goose Up
-- The key that created a key, and is the end of it when it is revoked.
ALTER TABLE admin_keys ADD COLUMN parent_id uuid CONSTRAINT admin_keys_parent_fkey REFERENCES admin_keys (id);
ALTER TABLE admin_keys ADD COLUMN last_used_at timestamptz;

CREATE INDEX admin_keys_parent ON admin_keys (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX admin_keys_owner ON admin_keys (owner) WHERE revoked_at IS NULL;

-- What a code is: of the person's own set, from support, or for the enrolment of a person with a role. The binary
-- before this one writes no kind: a code of support is still known by its expiry.
ALTER TABLE recovery_codes ADD COLUMN kind text NOT NULL DEFAULT 'own' CHECK (kind IN ('own', 'support', 'enrolment'));
ALTER TABLE recoveries ADD COLUMN kind text NOT NULL DEFAULT 'code' CHECK (kind IN ('code', 'enrolment'));

UPDATE recovery_codes SET kind = 'support' WHERE expires_at IS NOT NULL;
