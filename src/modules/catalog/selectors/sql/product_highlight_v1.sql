-- product_highlight, version 1: where the words stand, as HTML that is safe to show: all but our <mark> is escaped.
        (SELECT row_to_json(highlight) FROM (
            SELECT
                ts_headline('english', replace(replace(replace(product.name, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'),
                            asked, 'StartSel=<mark>, StopSel=</mark>, HighlightAll=true') AS name,
                ts_headline('english', regexp_replace(product.description, '<[^>]*>', ' ', 'g'),
                            asked, 'StartSel=<mark>, StopSel=</mark>, MaxFragments=1, MaxWords=25, MinWords=10') AS description
            FROM websearch_to_tsquery('english', catalog_fold(%(words)s)) asked
        ) highlight) AS highlight,
