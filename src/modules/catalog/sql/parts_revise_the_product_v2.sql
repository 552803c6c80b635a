-- parts_revise_the_product, version 2: images and categories are part of what clients see of a product.
--
-- A product made in this same transaction was seen by nobody: its parts need no revision (this keeps imports cheap).
-- By an array of ids, as in places_sum_up.
DECLARE
    products bigint[] := ARRAY(SELECT DISTINCT product_id FROM changed);
BEGIN
    PERFORM 1 FROM catalog_product WHERE id = ANY (products) ORDER BY id FOR NO KEY UPDATE;
    UPDATE catalog_product
    SET revision = revision + 1, updated_at = now()
    WHERE id = ANY (products) AND (TG_OP <> 'INSERT' OR created_at < now());
    RETURN NULL;
END;
