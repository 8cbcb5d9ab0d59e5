-- +goose Up
-- The passkeys that the session rested on which created a code of the user's own set. NULL: none, or created by an older binary.
ALTER TABLE recovery_codes ADD COLUMN made_with TEXT CHECK (json_valid(made_with));
ALTER TABLE approvals ADD COLUMN end_codes INTEGER NOT NULL DEFAULT 0 CHECK (end_codes IN (0, 1));
