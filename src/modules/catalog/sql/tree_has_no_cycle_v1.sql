-- tree_has_no_cycle, version 1: no category is its own ancestor.
--
-- Two moves at once (A below B, B below A) would each see a tree without a cycle: moves queue on one advisory lock, and
-- the walk, being a statement of its own, then sees what the one before has committed.
DECLARE
    below_itself boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('catalog_category_tree'));
    WITH RECURSIVE above (id, parent_id) AS (
        SELECT id, parent_id FROM catalog_category WHERE id = NEW.parent_id
        UNION
        SELECT category.id, category.parent_id
        FROM catalog_category category JOIN above ON category.id = above.parent_id
    )
    SELECT EXISTS (SELECT 1 FROM above WHERE id = NEW.id) INTO below_itself;
    IF below_itself THEN
        RAISE EXCEPTION 'a category cannot be below itself'
            USING ERRCODE = '23514', CONSTRAINT = 'catalog_tree_has_no_cycle';
    END IF;
    RETURN NULL;
END;
