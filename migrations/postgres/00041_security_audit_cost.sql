-- +goose Up
-- Every login appends a row here. PostgreSQL prepares each constraint again for each statement, and one is cheaper than
-- twelve. What is NULL at insert passes.
ALTER TABLE security_audit
    DROP CONSTRAINT security_audit_event_type_check,
    DROP CONSTRAINT security_audit_actor_kind_check,
    DROP CONSTRAINT security_audit_actor_id_check,
    DROP CONSTRAINT security_audit_request_id_check,
    DROP CONSTRAINT security_audit_ip_check,
    DROP CONSTRAINT security_audit_user_agent_check,
    DROP CONSTRAINT security_audit_reason_check,
    DROP CONSTRAINT security_audit_metadata_check,
    DROP CONSTRAINT security_audit_batch_check,
    DROP CONSTRAINT security_audit_salt_check,
    DROP CONSTRAINT security_audit_personal_hash_check,
    DROP CONSTRAINT security_audit_erasure_check,
    ADD CONSTRAINT security_audit_values CHECK (
        char_length(event_type) BETWEEN 1 AND 64
        AND actor_kind IN ('identity', 'admin_key', 'anonymous', 'system')
        AND char_length(actor_id) <= 64
        AND char_length(request_id) <= 128
        AND char_length(ip) <= 64
        AND char_length(user_agent) <= 1024
        AND char_length(reason) <= 1024
        AND (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 16384) IS NOT FALSE
        AND (batch > 0) IS NOT FALSE
        AND (octet_length(salt) = 16) IS NOT FALSE
        AND (octet_length(personal_hash) = 32) IS NOT FALSE
        AND (octet_length(erasure) = 64) IS NOT FALSE
    );

-- Rows are appended in the order of their times, so a range of times is a range of blocks.
DROP INDEX security_audit_at;
CREATE INDEX security_audit_at ON security_audit USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
