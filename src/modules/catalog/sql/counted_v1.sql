-- counted, version 1: how many products there are of a kind, at once and exactly.
--
-- A product's kind is what filters and facets ask of it. Part of it changes in one transaction (places, price), part in
-- another (stock, rating): no trigger sees it whole. So a change only leaves a mark, and nobody waits for anybody. A task
-- folds the marks: it alone writes what a product was last counted as, and how many there are of each kind. Until then
-- a question takes away what marked products were counted as and adds what they are now, in its own snapshot.

-- Where price ranges begin, in minor units.
CREATE FUNCTION catalog_price_edges(currency text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT (step * 10 ^ catalog_minor_digits(currency))::bigint
             FROM unnest(ARRAY[0, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000]) WITH ORDINALITY AS edge (step, place)
             ORDER BY place);

-- What products on sale are now.
CREATE VIEW catalog_kind AS
SELECT product.id AS product_id, product.places, product.choices, product.currency, product.seller_id,
       product.price, stock.available > 0 AS sellable, floor(rating.average)::smallint AS stars,
       width_bucket(product.price, catalog_price_edges(product.currency))::smallint AS bucket
FROM catalog_product product
JOIN inventory_stockgroup stock ON stock.id = product.stock_group_id
JOIN catalog_productrating rating ON rating.product_id = product.id
WHERE product.archived_at IS NULL;

-- The lines that add up to every count that does not ask for choices, and those of products that have choices.
CREATE VIEW catalog_lines AS
SELECT places, currency, seller_id, sellable, stars, bucket, products FROM catalog_tally
UNION ALL
SELECT places, currency, seller_id, sellable, stars, bucket, -1
FROM catalog_counted WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted))
UNION ALL
SELECT places, currency, seller_id, sellable, stars, bucket, 1
FROM catalog_kind WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted));

CREATE VIEW catalog_choice_lines AS
SELECT choices, places, currency, seller_id, sellable, stars, bucket, products FROM catalog_choicetally
UNION ALL
SELECT choices, places, currency, seller_id, sellable, stars, bucket, -1
FROM catalog_counted WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted)) AND choices <> '{}'
UNION ALL
SELECT choices, places, currency, seller_id, sellable, stars, bucket, 1
FROM catalog_kind WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted)) AND choices <> '{}';

-- A line a product, for what has no tally: prices that are none of the ranges, words.
CREATE VIEW catalog_single_lines AS
SELECT product_id, choices, places, currency, seller_id, sellable, stars, bucket, price, 1 AS products FROM catalog_counted
UNION ALL
SELECT product_id, choices, places, currency, seller_id, sellable, stars, bucket, price, -1
FROM catalog_counted WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted))
UNION ALL
SELECT product_id, choices, places, currency, seller_id, sellable, stars, bucket, price, 1
FROM catalog_kind WHERE product_id = ANY (ARRAY(SELECT product_id FROM catalog_uncounted));

-- Which products must be counted again: rows that `arrived` and are not as one that is `gone`. Not joined: a
-- plan is made once a session, and one made for a single row would be slow for an import.
CREATE FUNCTION catalog_product_is_uncounted() RETURNS trigger LANGUAGE plpgsql AS $marks$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO catalog_uncounted (product_id) SELECT id FROM arrived;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO catalog_uncounted (product_id) SELECT id FROM gone;
    ELSE
        INSERT INTO catalog_uncounted (product_id)
        SELECT id
        FROM (SELECT id, places, choices, currency, seller_id, price, stock_group_id, archived_at IS NULL FROM arrived
              EXCEPT
              SELECT id, places, choices, currency, seller_id, price, stock_group_id, archived_at IS NULL FROM gone) kind;
    END IF;
    RETURN NULL;
END;
$marks$;

CREATE FUNCTION catalog_rating_is_uncounted() RETURNS trigger LANGUAGE plpgsql AS $marks$
BEGIN
    INSERT INTO catalog_uncounted (product_id)
    SELECT product_id
    FROM (SELECT product_id, floor(average) FROM arrived
          EXCEPT
          SELECT product_id, floor(average) FROM gone) changed;
    RETURN NULL;
END;
$marks$;

-- As in answers_end, version 1, which looks at the same rows: a sale that leaves some on the shelf costs nothing more.
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
    JOIN catalog_product product ON product.stock_group_id = after.id;
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

CREATE TRIGGER is_uncounted_insert AFTER INSERT ON catalog_product
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_is_uncounted();
CREATE TRIGGER is_uncounted_update AFTER UPDATE ON catalog_product
    REFERENCING OLD TABLE AS gone NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_is_uncounted();
CREATE TRIGGER is_uncounted_delete AFTER DELETE ON catalog_product
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_is_uncounted();
CREATE TRIGGER is_uncounted_update AFTER UPDATE ON catalog_productrating
    REFERENCING OLD TABLE AS gone NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION catalog_rating_is_uncounted();
-- Everything there is shall be counted.
INSERT INTO catalog_uncounted (product_id) SELECT id FROM catalog_product WHERE archived_at IS NULL;
