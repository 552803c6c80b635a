-- audit_signature, version 1: who is at work in this transaction, by which way, for which request.
--
-- The shop says so before it writes (platform.audit.signing). Who says nothing came by plain SQL. After a transaction
-- that had said it, the settings are empty texts rather than unknown.
CREATE FUNCTION audit_signature(OUT actor uuid, OUT channel text, OUT request_id text) LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('mercer.actor', true), '')::uuid,
           coalesce(nullif(current_setting('mercer.channel', true), ''), 'sql'),
           coalesce(current_setting('mercer.request_id', true), '');
$$;
