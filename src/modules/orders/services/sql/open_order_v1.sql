-- open_order, version 1: an order in its checkout, its sellers' parts and its lines, in one statement: what the database
-- gave them. As three inserts of the ORM these took a quarter of a checkout's time.
WITH opened AS (
    INSERT INTO orders_order (
        id, number, customer_id, email, cart_id, cart_revision, status, payment_status, payment_method, currency,
        subtotal, discount_total, shipping_total, tax_total, prices_include_tax, shipping_address, note,
        counts_as_sold, moved_by
    )
    VALUES (
        %(id)s, %(number)s, %(customer_id)s, %(email)s, %(cart_id)s, %(cart_revision)s, 'opening', 'unpaid',
        %(payment_method)s, %(currency)s, %(subtotal)s, %(discount_total)s, %(shipping_total)s, %(tax_total)s,
        %(prices_include_tax)s, %(shipping_address)s, %(note)s, FALSE, ''
    )
    RETURNING id, total, created_at, updated_at
), parts AS (
    INSERT INTO orders_fulfilment (order_id, seller_id, status, tracking_number, moved_by)
    SELECT opened.id, wanted.seller_id, 'pending', '', ''
    FROM opened, unnest(%(sellers)s::uuid[]) WITH ORDINALITY AS wanted (seller_id, place)
    ORDER BY wanted.place
    RETURNING id, seller_id
), lines AS (
    INSERT INTO orders_orderline (
        order_id, fulfilment_id, product_id, variant_id, stock_item_id, sku, name, options, unit_price, quantity
    )
    SELECT opened.id, parts.id, line.product_id, line.variant_id, line.stock_item_id, line.sku, line.name, line.options,
           line.unit_price, line.quantity
    FROM opened, jsonb_to_recordset(%(lines)s) AS line (
        place integer, seller_id uuid, product_id bigint, variant_id bigint, stock_item_id bigint, sku text, name text,
        options jsonb, unit_price bigint, quantity smallint
    )
    JOIN parts ON parts.seller_id IS NOT DISTINCT FROM line.seller_id
    ORDER BY line.place
    RETURNING id
)
SELECT total, created_at, updated_at, ARRAY(SELECT id FROM parts ORDER BY id), ARRAY(SELECT id FROM lines ORDER BY id)
FROM opened
