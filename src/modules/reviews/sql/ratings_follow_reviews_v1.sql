-- ratings_follow_reviews, version 1: what the catalogue says of its products is what their reviews add up to.
--
-- The ratings are held before the reviews are counted: of two reviews at once, the later one counts both. They are
-- counted anew rather than added to, so that nothing can drift; the partial index makes that a walk over one product.
-- The table of ratings is the catalogue's: reached by its own two functions, and by no other way.
DECLARE
    products bigint[] := ARRAY(SELECT DISTINCT product_id FROM changed);
BEGIN
    PERFORM catalog_hold_ratings(products);
    PERFORM catalog_rate(score.product_id, score.average, score.count)
    FROM (SELECT product.id AS product_id,
                 coalesce(round(avg(review.rating), 2), 0) AS average,
                 count(review.rating)::integer AS count
          FROM unnest(products) AS product (id)
          LEFT JOIN reviews_review review ON review.product_id = product.id AND NOT review.hidden
          GROUP BY product.id) score;
    RETURN NULL;
END;
