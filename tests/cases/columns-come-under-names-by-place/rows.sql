INSERT INTO depots VALUES (1, 'Ulm', 'small'), (2, 'Bonn', NULL), (3, 'Kiel', 'by the sea');
INSERT INTO parcels VALUES (10, 1, 'fragile'), (11, 3, NULL);
REFRESH MATERIALIZED VIEW towns_at_hand;
