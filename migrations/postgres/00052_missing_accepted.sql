-- +goose Up
-- Whether an operator has accepted that an identity is missing: the others may not become many within the grace period. Those that
-- were missing before this migration passed the check of their time.
ALTER TABLE missing_identities ADD COLUMN accepted boolean NOT NULL DEFAULT true;
ALTER TABLE missing_identities ALTER COLUMN accepted SET DEFAULT false;
