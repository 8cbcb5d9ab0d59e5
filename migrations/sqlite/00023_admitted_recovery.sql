-- +goose Up
-- A recovery that was earned at the login gate waits for one session: that of the login which spends the pass that came with
-- it. begun_at is when that login began; until the pass is spent there is none. Those that an older binary has left waiting
-- are given to no session.
ALTER TABLE recoveries ADD COLUMN pass_hash BLOB CHECK (length(pass_hash) = 32);
ALTER TABLE recoveries ADD COLUMN begun_at INTEGER;
