-- +goose Up
-- The passkeys that the session rested on which created a code of the user's own set. NULL: none, or created by an older binary.
ALTER TABLE recovery_codes ADD COLUMN made_with uuid[];
ALTER TABLE approvals ADD COLUMN end_codes boolean NOT NULL DEFAULT false;
