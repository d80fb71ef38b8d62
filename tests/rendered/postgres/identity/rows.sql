SELECT * FROM t ORDER BY a;
SELECT sequencename, data_type, last_value, increment_by FROM pg_sequences ORDER BY 1;
