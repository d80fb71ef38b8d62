INSERT INTO parcels VALUES (1, 'fragile');
