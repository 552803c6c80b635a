-- categories_meant, version 1: the categories a visitor chose and those whose names the search words hit,
-- each with everything below it.
WITH RECURSIVE tree (id, chosen, found) AS (
    SELECT id, is_chosen, is_found
    FROM catalog_category
    CROSS JOIN LATERAL (
        SELECT id::text = ANY(%(keys)s) OR slug = ANY(%(keys)s) AS is_chosen,
               search @@ websearch_to_tsquery('english', catalog_fold(%(words)s)) AS is_found
    ) asked
    WHERE is_chosen OR is_found
    UNION
    SELECT child.id, tree.chosen, tree.found
    FROM catalog_category child JOIN tree ON child.parent_id = tree.id
)
SELECT coalesce(array_agg(DISTINCT id) FILTER (WHERE chosen), '{}'), coalesce(array_agg(DISTINCT id) FILTER (WHERE found), '{}')
FROM tree
