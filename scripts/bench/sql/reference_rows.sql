-- reference_rows: the reference shop gets the same products.
INSERT INTO drf.drf_category (id, name, slug) SELECT id, name, slug FROM public.catalog_category;
INSERT INTO drf.drf_product (id, sku, name, slug, description, price, stock, created_at)
    SELECT product.id, sku, name, slug, description, price / 100.0, 100000000, created_at
    FROM public.catalog_product product WHERE archived_at IS NULL;
INSERT INTO drf.drf_product_categories (product_id, category_id)
    SELECT product_id, category_id FROM public.catalog_productcategory;
INSERT INTO drf.drf_image (product_id, url, alt) SELECT product_id, coalesce(nullif(url, ''), file), alt FROM public.catalog_productimage;
ANALYZE;
