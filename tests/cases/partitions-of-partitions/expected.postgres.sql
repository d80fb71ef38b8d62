-- migrate:upgrade
CREATE TABLE h (
    a integer,
    b text
) PARTITION BY HASH (lower(b) COLLATE "C" text_pattern_ops);

CREATE TABLE h0 (
    a integer,
    b text
);

ALTER TABLE h ATTACH PARTITION h0 FOR VALUES WITH (modulus 2, remainder 0);

CREATE UNLOGGED TABLE h1 (
    a integer,
    b text
);

ALTER TABLE h ATTACH PARTITION h1 FOR VALUES WITH (modulus 2, remainder 1);

CREATE TABLE p (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C",
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT p_pkey PRIMARY KEY (a, b),
    CONSTRAINT p_b_a_key UNIQUE (b, a),
    CONSTRAINT p_c_check CHECK (c <> ''::text)
) PARTITION BY LIST (b);

CREATE INDEX ie ON p (lower(c));

CREATE INDEX ix ON p (c) WHERE a > 3;

COMMENT ON INDEX ix IS 'index';

CREATE TABLE p1 (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C" DEFAULT 'own'::text,
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT p1_pkey PRIMARY KEY (a, b),
    CONSTRAINT p1_b_a_key UNIQUE (b, a),
    CONSTRAINT p1_d_check CHECK (d IS NOT NULL),
    CONSTRAINT p_c_check CHECK (c <> ''::text)
);

ALTER TABLE p1
    ALTER COLUMN c SET STORAGE EXTERNAL,
    ALTER COLUMN c SET STATISTICS 100;

CREATE INDEX own ON p1 (d);

CREATE INDEX p1_lower_idx ON p1 (lower(c));

CREATE INDEX special ON p1 (c) WHERE a > 3;

ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1, 2);

COMMENT ON COLUMN p1.c IS 'of the partition';

COMMENT ON CONSTRAINT p1_pkey ON p1 IS 'key';

ALTER TABLE p1
    REPLICA IDENTITY FULL,
    CLUSTER ON own;

CREATE TABLE p2 (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C",
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT p2_pkey PRIMARY KEY (a, b),
    CONSTRAINT p2_b_a_key UNIQUE (b, a),
    CONSTRAINT p_c_check CHECK (c <> ''::text)
) PARTITION BY RANGE (a);

CREATE INDEX p2_c_idx ON p2 (c) WHERE a > 3;

CREATE INDEX p2_lower_idx ON p2 (lower(c));

ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (3);

CREATE TABLE p2a (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C",
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT p2a_pkey PRIMARY KEY (a, b),
    CONSTRAINT p2a_b_a_key UNIQUE (b, a),
    CONSTRAINT p_c_check CHECK (c <> ''::text)
);

CREATE INDEX p2a_c_idx ON p2a (c) WHERE a > 3;

CREATE INDEX p2a_lower_idx ON p2a (lower(c));

ALTER TABLE p2 ATTACH PARTITION p2a FOR VALUES FROM (MINVALUE) TO (10);

COMMENT ON TABLE p2a IS 'part';

CREATE TABLE p2b (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C",
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT p2b_pkey PRIMARY KEY (a, b),
    CONSTRAINT p2b_b_a_key UNIQUE (b, a),
    CONSTRAINT p_c_check CHECK (c <> ''::text)
) WITH (fillfactor = 50);

CREATE INDEX p2b_c_idx ON p2b (c) WHERE a > 3;

CREATE INDEX p2b_lower_idx ON p2b (lower(c));

ALTER TABLE p2 ATTACH PARTITION p2b FOR VALUES FROM (10) TO (MAXVALUE);

CREATE TABLE pd (
    a integer NOT NULL,
    b integer NOT NULL,
    c text COLLATE "C",
    d timestamp with time zone DEFAULT now(),
    CONSTRAINT pd_pkey PRIMARY KEY (a, b),
    CONSTRAINT p_c_check CHECK (c <> ''::text),
    CONSTRAINT pd_b_a_key UNIQUE (b, a)
);

CREATE INDEX pd_c_idx ON pd (c) WHERE a > 3;

CREATE INDEX pd_lower_idx ON pd (lower(c));

ALTER TABLE p ATTACH PARTITION pd DEFAULT;

-- migrate:downgrade
-- loses all rows of pd
DROP TABLE pd;

-- loses all rows of p2b
DROP TABLE p2b;

-- loses all rows of p2a
DROP TABLE p2a;

-- loses all rows of p2
DROP TABLE p2;

-- loses all rows of p1
DROP TABLE p1;

-- loses all rows of p
DROP TABLE p;

-- loses all rows of h1
DROP TABLE h1;

-- loses all rows of h0
DROP TABLE h0;

-- loses all rows of h
DROP TABLE h;
