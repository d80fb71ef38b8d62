-- migrate:upgrade
DROP CONVERSION z_latin;

CREATE OPERATOR FAMILY a.a_ops USING hash;

CREATE DEFAULT CONVERSION a_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

DROP TYPE z_range;

CREATE TYPE a_range AS RANGE (subtype = text, multirange_type_name = many);

DROP OPERATOR CLASS b.z_ops USING hash;

CREATE OPERATOR CLASS a.a_ops DEFAULT FOR TYPE a.pair USING hash FAMILY a.a_ops AS OPERATOR 1 a.= (a.pair, a.pair);

DROP OPERATOR FAMILY b.z_ops USING hash;

-- migrate:downgrade
DROP CONVERSION a_latin;

CREATE OPERATOR FAMILY b.z_ops USING hash;

CREATE DEFAULT CONVERSION z_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

DROP TYPE a_range;

CREATE TYPE z_range AS RANGE (subtype = text, multirange_type_name = many);

DROP OPERATOR CLASS a.a_ops USING hash;

CREATE OPERATOR CLASS b.z_ops DEFAULT FOR TYPE a.pair USING hash FAMILY b.z_ops AS OPERATOR 1 a.= (a.pair, a.pair);

DROP OPERATOR FAMILY a.a_ops USING hash;
