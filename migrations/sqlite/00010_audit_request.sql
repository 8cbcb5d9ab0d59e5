-- +goose Up
-- Support is told a request ID and looks for what it did.
CREATE INDEX security_audit_request ON security_audit (request_id, id) WHERE request_id <> '';
