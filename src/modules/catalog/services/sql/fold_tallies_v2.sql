-- fold_tallies, version 2: marked products are counted as what they are now, and no longer as what they were.
--
-- One statement, one snapshot: a change that comes in between leaves a mark that this does not see, for the next time.
WITH marked AS (
    DELETE FROM catalog_uncounted RETURNING product_id
), now AS MATERIALIZED (
    SELECT product_id, places, choices, currency, seller_id, sellable, stars, bucket, price
    FROM catalog_kind WHERE product_id = ANY (ARRAY(SELECT product_id FROM marked))
), steps AS MATERIALIZED (
    SELECT places, choices, currency, seller_id, sellable, stars, bucket, sum(step) AS products
    FROM (SELECT places, choices, currency, seller_id, sellable, stars, bucket, 1 AS step FROM now
          UNION ALL
          SELECT places, choices, currency, seller_id, sellable, stars, bucket, -1
          FROM catalog_counted WHERE product_id = ANY (ARRAY(SELECT product_id FROM marked))) step
    GROUP BY places, choices, currency, seller_id, sellable, stars, bucket
    HAVING sum(step) <> 0
), taken AS (
    INSERT INTO catalog_counted AS known (product_id, places, choices, currency, seller_id, sellable, stars, bucket, price)
    SELECT product_id, places, choices, currency, seller_id, sellable, stars, bucket, price FROM now
    ON CONFLICT (product_id) DO UPDATE
    SET (places, choices, currency, seller_id, sellable, stars, bucket, price) =
        (EXCLUDED.places, EXCLUDED.choices, EXCLUDED.currency, EXCLUDED.seller_id, EXCLUDED.sellable, EXCLUDED.stars,
         EXCLUDED.bucket, EXCLUDED.price)
    WHERE known IS DISTINCT FROM EXCLUDED
), archived AS (
    DELETE FROM catalog_counted
    WHERE product_id = ANY (ARRAY(SELECT product_id FROM marked EXCEPT SELECT product_id FROM now))
), chosen AS (
    INSERT INTO catalog_choicetally AS line (places, choices, currency, seller_id, sellable, stars, bucket, products)
    SELECT places, choices, currency, seller_id, sellable, stars, bucket, products FROM steps WHERE choices <> '{}'
    ON CONFLICT (places, choices, currency, seller_id, sellable, stars, bucket)
    DO UPDATE SET products = line.products + EXCLUDED.products
)
INSERT INTO catalog_tally AS line (places, currency, seller_id, sellable, stars, bucket, products)
SELECT places, currency, seller_id, sellable, stars, bucket, sum(products)
FROM steps
GROUP BY places, currency, seller_id, sellable, stars, bucket
HAVING sum(products) <> 0
ON CONFLICT (places, currency, seller_id, sellable, stars, bucket)
DO UPDATE SET products = line.products + EXCLUDED.products
