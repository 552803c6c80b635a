-- fold_tallies, version 1: of what there is more than one line, there is one again. The sums stay what they are.
--
-- Two at once do no harm: only who deletes a line adds it up.
WITH gone AS (
    DELETE FROM catalog_tally
    WHERE id IN (SELECT id
                 FROM (SELECT id, count(*) OVER (PARTITION BY places, choices, currency, seller_id) AS lines
                       FROM catalog_tally) counted
                 WHERE lines > 1)
    RETURNING places, choices, currency, seller_id, products
)
INSERT INTO catalog_tally (places, choices, currency, seller_id, products)
SELECT places, choices, currency, seller_id, sum(products)
FROM gone
GROUP BY places, choices, currency, seller_id
HAVING sum(products) <> 0
