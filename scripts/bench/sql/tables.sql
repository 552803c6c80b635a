-- tables: what the minimal purchase writes to, and the reference shop's rows, copied from ours.
CREATE SCHEMA IF NOT EXISTS bench_minimal;
CREATE TABLE bench_minimal.stock (id bigint PRIMARY KEY, available integer NOT NULL CHECK (available >= 0));
CREATE TABLE bench_minimal.orders (id bigserial PRIMARY KEY, total bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bench_minimal.line (order_id bigint NOT NULL, stock_id bigint NOT NULL, quantity integer NOT NULL);
INSERT INTO bench_minimal.stock SELECT id, 100000000 FROM generate_series(1, 10000) id;
