-- came_or_went, version 1: a line of the trail for each row that was inserted, or deleted.
BEGIN
    INSERT INTO audit_entry (object_type, object_id, part, action, changes, actor, channel, request_id)
    SELECT '{type}', {id}, {part}, '{word}', jsonb_build_object({values}),
           signed.actor, signed.channel, signed.request_id
    FROM rows it
    CROSS JOIN audit_signature() signed
    WHERE {condition};
    RETURN NULL;
END;
