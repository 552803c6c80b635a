-- stem, version 1: what a word has in common with its other forms (mug, mugs).
CREATE FUNCTION catalog_stem(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce((ts_lexize('english_stem', word))[1], word);
