-- +goose Up
-- The passkeys that vouched for the factor: the vouch counts while all of them stand. NULL where none did, and for the rows of
-- an older binary.
ALTER TABLE factors ADD COLUMN vouched_by uuid[];
