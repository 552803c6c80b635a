-- many_at_once, version 1: what a thousand products of an import cost, where it was more than a plan or a call is worth.

-- Where price ranges begin, in minor units. As constants: to unnest and multiply ten steps took 25 µs a product counted,
-- this takes 2. Not STRICT, or PostgreSQL could not write it out where it is called.
CREATE OR REPLACE FUNCTION catalog_price_edges(currency text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE catalog_minor_digits(currency)
    WHEN 0 THEN '{0, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000}'::bigint[]
    WHEN 2 THEN '{0, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000}'::bigint[]
    WHEN 3 THEN '{0, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 10000000}'::bigint[]
    WHEN 4 THEN '{0, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, 25000000, 100000000}'::bigint[]
END;

-- As in counted, version 1, without a join: a plan is made once a session. One made while the shop is empty reads all
-- products when it is full; one made for the single row of a sale compares each of an import's thousand with each (50 ms).
CREATE OR REPLACE FUNCTION catalog_stock_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
DECLARE
    groups bigint[];
    turned_groups bigint[];
    sold boolean;
    products bigint[];
    turned bigint[];
BEGIN
    SELECT array_agg(id), array_agg(id) FILTER (WHERE has_turned), bool_or(has_sold)
    INTO groups, turned_groups, sold
    FROM (SELECT id, max(moment.sold) <> min(moment.sold) AS has_sold,
                 (max(available) > 0) <> (min(available) > 0) AS has_turned
          FROM (SELECT id, available, changed.sold FROM changed
                UNION ALL
                SELECT id, available, unchanged.sold FROM unchanged) moment
          GROUP BY id) total;
    SELECT array_agg(id), array_agg(id) FILTER (WHERE stock_group_id = ANY (turned_groups))
    INTO products, turned
    FROM catalog_product WHERE stock_group_id = ANY (groups);
    IF products IS NOT NULL THEN
        PERFORM cache_renew(catalog_scopes(products) || CASE WHEN sold THEN ARRAY['catalog.sold'] END
                            || CASE WHEN turned IS NOT NULL THEN ARRAY['catalog.stock'] END);
    END IF;
    IF turned IS NOT NULL THEN
        INSERT INTO catalog_uncounted (product_id) SELECT unnest(turned);
    END IF;
    RETURN NULL;
END;
$ends$;
