-- products_are_tallied, version 1: how many products are on sale in the same categories, choices, currency and shop.
--
-- Counting 50,000 products of a category takes 70 ms, adding up their tallies 1, and it is as exact: a change writes its
-- difference in its own transaction. Nothing is ever updated, so that nobody waits for another; a task adds up what
-- there is more than one line of.
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO catalog_tally (places, choices, currency, seller_id, products)
        SELECT places, choices, currency, seller_id, count(*)
        FROM arrived WHERE archived_at IS NULL GROUP BY places, choices, currency, seller_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO catalog_tally (places, choices, currency, seller_id, products)
        SELECT places, choices, currency, seller_id, -count(*)
        FROM gone WHERE archived_at IS NULL GROUP BY places, choices, currency, seller_id;
    ELSE
        INSERT INTO catalog_tally (places, choices, currency, seller_id, products)
        SELECT places, choices, currency, seller_id, sum(step)
        FROM (SELECT places, choices, currency, seller_id, 1 AS step FROM arrived WHERE archived_at IS NULL
              UNION ALL
              SELECT places, choices, currency, seller_id, -1 FROM gone WHERE archived_at IS NULL) steps
        GROUP BY places, choices, currency, seller_id
        HAVING sum(step) <> 0;
    END IF;
    RETURN NULL;
END;
