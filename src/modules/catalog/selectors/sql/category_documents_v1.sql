-- category_documents, version 1: categories as clients read them, finished.
SELECT category.id, category.parent_id, category.revision, row_to_json(document)::text, count(*) OVER ()
FROM catalog_category category
CROSS JOIN LATERAL (
    SELECT category.id, category.name, category.slug, category.description, category.parent_id,
           catalog_instant(category.created_at) AS created_at, catalog_instant(category.updated_at) AS updated_at
) document
