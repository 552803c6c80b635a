-- number_choices, version 1: the numbers of these choices; those that nobody had before get one.
--
-- What another transaction has just added is not seen here: the trigger that sums up the variants then finds it.
WITH asked AS (
    SELECT DISTINCT name, value FROM unnest(%(names)s::text[], %(values)s::text[]) AS pair (name, value)
), known AS (
    SELECT choice.id, name, value FROM catalog_choice choice JOIN asked USING (name, value)
), added AS (
    INSERT INTO catalog_choice (name, value)
    SELECT name, value FROM asked WHERE (name, value) NOT IN (SELECT name, value FROM known) ORDER BY name, value
    ON CONFLICT DO NOTHING
    RETURNING id, name, value
)
SELECT name, value, id FROM known UNION ALL SELECT name, value, id FROM added
