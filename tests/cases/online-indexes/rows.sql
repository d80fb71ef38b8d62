INSERT INTO orders VALUES (1, 1, now(), 'a'), (2, 1, NULL, 'b'), (3, 2, now(), NULL);
REFRESH MATERIALIZED VIEW by_customer;
