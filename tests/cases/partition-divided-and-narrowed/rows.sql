INSERT INTO w SELECT g, CASE g % 3 WHEN 0 THEN 'x' ELSE 'y' END FROM generate_series(-5, 125, 5) g;
