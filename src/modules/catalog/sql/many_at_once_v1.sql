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

-- As in counted, version 1, but products are looked up by an array: a plan is made once a session, and one made while the
-- shop is empty would read all products when it is full.
CREATE OR REPLACE FUNCTION catalog_stock_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
DECLARE
    products bigint[];
    sold boolean;
    turned bigint[];
BEGIN
    SELECT array_agg(product.id), bool_or(after.sold <> before.sold),
           array_agg(product.id) FILTER (WHERE (after.available > 0) <> (before.available > 0))
    INTO products, sold, turned
    FROM changed after
    JOIN unchanged before ON before.id = after.id
    JOIN catalog_product product ON product.stock_group_id = after.id
    WHERE product.stock_group_id = ANY (ARRAY(SELECT id FROM changed));
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
