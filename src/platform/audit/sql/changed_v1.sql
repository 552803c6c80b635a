-- changed, version 1: a line of the trail for each row of an UPDATE that changed a column that matters.
--
-- Rows are compared before anything is made of them: an UPDATE of other columns costs a join of its own few rows.
BEGIN
    INSERT INTO audit_entry (object_type, object_id, part, action, changes, actor, channel, request_id)
    SELECT '{type}', {id}, {part}, '{word}', change.fields, signed.actor, signed.channel, signed.request_id
    FROM new_rows it
    JOIN old_rows was ON was.{key} = it.{key}
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(field.name, jsonb_build_array(field.was, field.became)) AS fields
        FROM (VALUES {fields}) AS field (name, changed, was, became)
        WHERE field.changed
    ) change
    CROSS JOIN audit_signature() signed
    WHERE ROW({was}) IS DISTINCT FROM ROW({became});
    RETURN NULL;
END;
