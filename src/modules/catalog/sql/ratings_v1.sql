-- ratings, version 1: how the module that counts reviews tells the catalogue what they add up to.
--
-- First hold, then count, then rate: whoever counts while somebody else holds would count too little.

CREATE FUNCTION catalog_hold_ratings(products bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT 1 FROM catalog_productrating WHERE product_id = ANY (products) ORDER BY product_id FOR NO KEY UPDATE;
$$;

CREATE FUNCTION catalog_rate(product bigint, new_average numeric, new_count integer) RETURNS void LANGUAGE sql AS $$
    UPDATE catalog_productrating SET average = new_average, count = new_count
    WHERE product_id = product AND (average, count) IS DISTINCT FROM (new_average, new_count);
$$;
