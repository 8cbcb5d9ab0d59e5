-- +goose Up
-- Until when a pending reset can be approved. Those that an older binary makes meanwhile have no end.
ALTER TABLE resets ADD COLUMN expires_at timestamptz;
UPDATE resets SET expires_at = requested_at + interval '72 hours' WHERE state = 'pending';

ALTER TABLE resets DROP CONSTRAINT resets_state_check;
ALTER TABLE resets ADD CONSTRAINT resets_state_check CHECK (state IN ('pending', 'open', 'done', 'cancelled', 'expired'));
