-- product_highlight, version 2: where the words stand, as HTML that is safe to show: all but our <mark> is escaped.
--
-- Names are marked word by word, each compared as search compares it, so that `creme` marks Crème. A description, in
-- which the words stand only without their accents, is shown without them.
        (SELECT row_to_json(highlight) FROM (
            SELECT
                (SELECT string_agg(
                    CASE WHEN tsvector_to_array(to_tsvector('english', catalog_fold(piece[1]))) && asked.lexemes
                         THEN '<mark>' || piece[1] || '</mark>'
                         ELSE replace(replace(replace(piece[1], '&', '&amp;'), '<', '&lt;'), '>', '&gt;') END,
                    '' ORDER BY place)
                 FROM regexp_matches(normalize(product.name, NFC), '\w+|\W+', 'g') WITH ORDINALITY AS word (piece, place)
                ) AS name,
                CASE WHEN plain.description <> lower(shown.description) AND position('<mark>' IN marked.description) = 0
                     THEN ts_headline('english', plain.description, asked.query,
                                      'StartSel=<mark>, StopSel=</mark>, MaxFragments=1, MaxWords=25, MinWords=10')
                     ELSE marked.description END AS description
            FROM (SELECT websearch_to_tsquery('english', catalog_fold(%(words)s)) AS query,
                         tsvector_to_array(to_tsvector('english', catalog_fold(%(words)s))) AS lexemes) asked
            CROSS JOIN LATERAL (SELECT regexp_replace(product.description, '<[^>]*>', ' ', 'g') AS description) shown
            CROSS JOIN LATERAL (SELECT catalog_fold(shown.description) AS description) plain
            CROSS JOIN LATERAL (
                SELECT ts_headline('english', shown.description, asked.query,
                                   'StartSel=<mark>, StopSel=</mark>, MaxFragments=1, MaxWords=25, MinWords=10') AS description
            ) marked
        ) highlight) AS highlight,
