INSERT INTO counts VALUES (nextval('counts_id_seq'), '2024-01-01'), (nextval('counts_id_seq'), '2024-01-02');
