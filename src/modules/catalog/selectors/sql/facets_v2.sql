-- facets, version 2: how many products each further choice would leave.
--
-- `cells` are the lines that count the products which pass all filters but the facet's own: of the tally, or where there
-- is none, of those products, together where they are alike. What changed since it was counted has a line that takes it
-- away and one that adds it again: what comes to nothing is not shown.
-- name: category
SELECT coalesce(json_agg(json_build_object('value', slug, 'label', name, 'count', count) ORDER BY count DESC, name, slug), '[]')
FROM (
    WITH RECURSIVE above (id, ancestor) AS (
        SELECT id, id FROM catalog_category
        UNION
        SELECT above.id, category.parent_id
        FROM above JOIN catalog_category category ON category.id = above.ancestor
        WHERE category.parent_id IS NOT NULL
    ), standing AS (
        SELECT places, sum(products) AS products FROM {cells} GROUP BY places
    )
    SELECT category.slug, category.name, sum(standing.products)::bigint AS count
    FROM standing
    CROSS JOIN LATERAL (SELECT DISTINCT ancestor FROM above WHERE above.id = ANY(standing.places)) counted
    JOIN catalog_category category ON category.id = counted.ancestor
    GROUP BY category.id
    HAVING sum(standing.products) > 0
) found
-- name: price
SELECT coalesce(json_agg(json_build_object(
    'from', catalog_amount(edges[bucket], currency), 'to', catalog_amount(edges[bucket + 1] - 1, currency), 'count', count
) ORDER BY bucket), '[]')
FROM (
    SELECT bucket, sum(products)::bigint AS count FROM {cells} WHERE currency = (SELECT currency FROM scale) GROUP BY bucket
    HAVING sum(products) > 0
) found
CROSS JOIN scale
-- name: rating
SELECT coalesce(json_agg(json_build_object('value', value, 'count', count) ORDER BY value DESC), '[]')
FROM (
    SELECT value, sum(products)::bigint AS count
    FROM {cells} CROSS JOIN generate_series(1, 5) value
    WHERE stars >= value
    GROUP BY value
    HAVING sum(products) > 0
) found
-- name: in_stock
SELECT coalesce(json_agg(json_build_object('value', sellable, 'count', count) ORDER BY sellable DESC), '[]')
FROM (SELECT sellable, sum(products)::bigint AS count FROM {cells} GROUP BY sellable HAVING sum(products) > 0) found
-- name: options
SELECT coalesce(json_object_agg(name, offered ORDER BY name), '{}')
FROM (
    SELECT choice.name, json_agg(json_build_object('value', choice.value, 'count', count) ORDER BY count DESC, choice.value) AS offered
    FROM (
        SELECT number, sum(products)::bigint AS count
        FROM (SELECT choices, sum(products) AS products FROM {cells} GROUP BY choices) alike
        CROSS JOIN LATERAL unnest(choices) number
        GROUP BY number
        HAVING sum(products) > 0
    ) chosen
    JOIN catalog_choice choice ON choice.id = number
    GROUP BY choice.name
) found
-- name: total
SELECT coalesce(sum(products), 0)::bigint FROM {cells}
