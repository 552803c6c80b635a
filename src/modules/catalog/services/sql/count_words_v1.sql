-- count_words, version 1: brings the vocabulary up to date with the names of what is on sale.
WITH counted AS MATERIALIZED (
    SELECT word, ndoc
    FROM ts_stat($names$
        SELECT to_tsvector('simple', catalog_fold(name)) FROM catalog_product WHERE archived_at IS NULL
        UNION ALL SELECT to_tsvector('simple', catalog_fold(name)) FROM catalog_category
    $names$)
    WHERE length(word) BETWEEN 3 AND 40
), forgotten AS (
    DELETE FROM catalog_word WHERE word NOT IN (SELECT word FROM counted)
)
INSERT INTO catalog_word (word, products)
SELECT word, ndoc FROM counted ORDER BY word
ON CONFLICT (word) DO UPDATE SET products = excluded.products WHERE catalog_word.products <> excluded.products
