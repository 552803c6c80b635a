-- minimal_purchase: the least that selling two things can be: for pgbench.
\set a random(1, 10000)
\set b random(1, 10000)
BEGIN;
UPDATE bench_minimal.stock SET available = available - 1 WHERE id IN (:a, :b);
INSERT INTO bench_minimal.orders (total) VALUES (1990) RETURNING id \gset
INSERT INTO bench_minimal.line VALUES (:id, :a, 1), (:id, :b, 1);
COMMIT;
