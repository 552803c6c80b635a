-- facets, version 1: how many products each further choice would leave. Each part reads the shelf without its own filter.
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
        -- Products that stand in the same categories are counted together: a few hundred sets instead of 100,000 products.
        SELECT places, count(*) AS products FROM ({shelf}) shelf GROUP BY places
    )
    SELECT category.slug, category.name, sum(standing.products)::bigint AS count
    FROM standing
    CROSS JOIN LATERAL (SELECT DISTINCT ancestor FROM above WHERE above.id = ANY(standing.places)) counted
    JOIN catalog_category category ON category.id = counted.ancestor
    GROUP BY category.id
) found
-- name: price
SELECT coalesce(json_agg(json_build_object(
    'from', catalog_amount(edges[bucket], currency), 'to', catalog_amount(edges[bucket + 1] - 1, currency), 'count', count
) ORDER BY bucket), '[]')
FROM (
    SELECT currency, width_bucket(price, edges) AS bucket, edges, count(*)
    FROM ({shelf}) shelf
    CROSS JOIN LATERAL (
        SELECT array_agg((step * 10::numeric ^ catalog_minor_digits(currency))::bigint ORDER BY step) AS edges
        FROM unnest('{{0, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000}}'::numeric[]) step
    ) scale
    GROUP BY currency, bucket, edges
) found
-- name: rating
SELECT coalesce(json_agg(json_build_object('value', value, 'count', count) ORDER BY value DESC), '[]')
FROM (
    SELECT value, sum(products)::bigint AS count
    FROM (SELECT floor(average) AS stars, count(*) AS products FROM ({shelf}) shelf GROUP BY 1) rated
    CROSS JOIN generate_series(1, 5) value
    WHERE stars >= value
    GROUP BY value
) found
-- name: in_stock
SELECT coalesce(json_agg(json_build_object('value', value, 'count', count) ORDER BY value DESC), '[]')
FROM (SELECT available > 0 AS value, count(*) FROM ({shelf}) shelf GROUP BY 1) found
-- name: options
SELECT coalesce(json_object_agg(name, offered ORDER BY name), '{{}}')
FROM (
    SELECT name, json_agg(json_build_object('value', value, 'count', count) ORDER BY count DESC, value) AS offered
    FROM (
        SELECT pair.key AS name, pair.value, count(DISTINCT variant.product_id)
        FROM catalog_variant variant
        CROSS JOIN LATERAL jsonb_each_text(variant.options) pair
        WHERE variant.archived_at IS NULL AND variant.options <> '{{}}' AND variant.product_id IN ({shelf})
        GROUP BY pair.key, pair.value
    ) chosen
    GROUP BY name
) found
-- name: total
SELECT count(*) FROM ({shelf}) shelf
