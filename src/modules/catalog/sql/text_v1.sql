-- text, version 1: how the catalogue's words are folded and found. IMMUTABLE, as generated columns and indexes demand;
-- a later version is a new function under a new name, for a stored vector is not made again when a function changes.

-- Café, CAFE and cafe are one word. (The extension `unaccent` is neither everywhere nor immutable.)
CREATE FUNCTION catalog_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(regexp_replace(normalize(words, NFKD), U&'[\0300-\036F]', '', 'g'));

-- A product's words: the name counts most, then its SKUs, then the description (whose HTML tags are no words).
CREATE FUNCTION catalog_product_vector(name text, sku text, variant_skus text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('english', catalog_fold(name)), 'A')
    || setweight(to_tsvector('english', catalog_fold(sku || ' ' || variant_skus)), 'B')
    || setweight(to_tsvector('english', catalog_fold(description)), 'C');

-- A name's words alone. Categories have theirs: renaming a root must not rewrite the products below it.
CREATE FUNCTION catalog_name_vector(name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('english', catalog_fold(name)), 'A');
