-- +goose Up
-- The latest of an identity, without reading the others.
CREATE INDEX tombstones_latest ON tombstones (identity_id, removed_at DESC, credential_id);
DROP INDEX tombstones_identity;
