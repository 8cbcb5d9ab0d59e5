-- +goose Up
-- Whether an operator has accepted that an identity is missing: the others may not become many within the grace period. Those that
-- were missing before this migration passed the check of their time.
ALTER TABLE missing_identities ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1));
UPDATE missing_identities SET accepted = 1;
