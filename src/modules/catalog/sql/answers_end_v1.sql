-- answers_end, version 1: which cached answers stop being true when the catalogue's tables change, whoever changes them.
--
-- scope               depends on it                                   ends with
-- product:<id>        every answer that shows the product             any change of it, its parts, stock, sold, rating
-- catalog.shelf       which products a list has, and where            any product that comes, goes or changes
-- catalog.stock       lists by availability                           a product that sells out or is there again
-- catalog.sold        lists by units sold                             every sale
-- catalog.ratings     lists by rating                                 every rating
-- catalog.documents   every answer that shows products                names of categories and sellers; mass changes
-- catalog.categories  every answer that shows or means categories     any change of one
-- catalog.words       corrections and suggestions                     a new word, a new count

-- Beyond so many, naming each costs more than making every answer anew.
CREATE FUNCTION catalog_scopes(product_ids bigint[]) RETURNS text[]
LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN cardinality(product_ids) > 1000 THEN ARRAY['catalog.documents']
    ELSE ARRAY(SELECT 'product:' || id FROM unnest(product_ids) id)
END;

CREATE FUNCTION catalog_product_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN
        RETURN NULL;
    END IF;
    PERFORM cache_renew(ARRAY['catalog.shelf'] || CASE WHEN TG_OP <> 'INSERT' THEN
        catalog_scopes(ARRAY(SELECT id FROM changed)) END);
    RETURN NULL;
END;
$ends$;

CREATE FUNCTION catalog_rating_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM cache_renew(ARRAY['catalog.ratings'] || catalog_scopes(ARRAY(SELECT product_id FROM changed)));
    END IF;
    RETURN NULL;
END;
$ends$;

-- Most changes of a variant are changes of its product; that its last one goes off sale is not.
CREATE FUNCTION catalog_variant_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM cache_renew(ARRAY['catalog.shelf'] || catalog_scopes(ARRAY(SELECT DISTINCT product_id FROM changed)));
    END IF;
    RETURN NULL;
END;
$ends$;

-- A variant's count never moves without its group's row being written.
CREATE FUNCTION catalog_stock_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
DECLARE
    products bigint[];
    sold boolean;
    turned boolean;
BEGIN
    SELECT array_agg(product.id), bool_or(after.sold <> before.sold), bool_or((after.available > 0) <> (before.available > 0))
    INTO products, sold, turned
    FROM changed after
    JOIN unchanged before ON before.id = after.id
    JOIN catalog_product product ON product.stock_group_id = after.id;
    IF products IS NOT NULL THEN
        PERFORM cache_renew(catalog_scopes(products) || CASE WHEN sold THEN ARRAY['catalog.sold'] END
                            || CASE WHEN turned THEN ARRAY['catalog.stock'] END);
    END IF;
    RETURN NULL;
END;
$ends$;

-- Its arguments are the scopes.
CREATE FUNCTION catalog_change_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM cache_renew(TG_ARGV[:]);
    END IF;
    RETURN NULL;
END;
$ends$;

CREATE FUNCTION catalog_seller_ends_answers() RETURNS trigger LANGUAGE plpgsql AS $ends$
BEGIN
    IF EXISTS (SELECT FROM catalog_product WHERE seller_id = NEW.id) THEN
        PERFORM cache_renew(ARRAY['catalog.documents']);
    END IF;
    RETURN NULL;
END;
$ends$;

CREATE TRIGGER answers_end_insert AFTER INSERT ON catalog_product
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_ends_answers();
CREATE TRIGGER answers_end_update AFTER UPDATE ON catalog_product
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_ends_answers();
CREATE TRIGGER answers_end_delete AFTER DELETE ON catalog_product
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_ends_answers();

CREATE TRIGGER answers_end_update AFTER UPDATE ON catalog_variant
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_variant_ends_answers();
CREATE TRIGGER answers_end_delete AFTER DELETE ON catalog_variant
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_variant_ends_answers();

CREATE TRIGGER answers_end_update AFTER UPDATE ON catalog_productrating
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_rating_ends_answers();

CREATE TRIGGER answers_end_update AFTER UPDATE ON inventory_stockgroup
    REFERENCING OLD TABLE AS unchanged NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_stock_ends_answers();

CREATE TRIGGER answers_end_insert AFTER INSERT ON catalog_category
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_change_ends_answers('catalog.categories');
CREATE TRIGGER answers_end_update AFTER UPDATE ON catalog_category
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_change_ends_answers('catalog.categories', 'catalog.shelf', 'catalog.documents');
CREATE TRIGGER answers_end_delete AFTER DELETE ON catalog_category
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_change_ends_answers('catalog.categories', 'catalog.shelf', 'catalog.documents');

CREATE TRIGGER answers_end_insert AFTER INSERT ON catalog_word
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_change_ends_answers('catalog.words');
CREATE TRIGGER answers_end_update AFTER UPDATE ON catalog_word
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_change_ends_answers('catalog.words');
CREATE TRIGGER answers_end_delete AFTER DELETE ON catalog_word
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog_change_ends_answers('catalog.words');

CREATE TRIGGER answers_end_update AFTER UPDATE ON identity_user FOR EACH ROW
    WHEN ((OLD.name, OLD.shop_name) IS DISTINCT FROM (NEW.name, NEW.shop_name))
    EXECUTE FUNCTION catalog_seller_ends_answers();
