-- migrate:upgrade
ALTER TABLE counts DROP CONSTRAINT counts_bin;

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY bins_u ON bins (site, bin);

-- migrate:upgrade
-- writes all rows of bins anew: reads and writes wait until that is done
-- primary key bins_pkey on bins is away until it is made again below: what it refuses can be written meanwhile
ALTER TABLE bins
    DROP CONSTRAINT bins_pkey,
    ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    ADD CONSTRAINT bins_u UNIQUE USING INDEX bins_u;

ALTER TABLE counts ADD CONSTRAINT counts_in FOREIGN KEY (site, bin) REFERENCES bins (site, bin) ON DELETE CASCADE NOT VALID;

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY bins_pkey ON bins (id);

ALTER TABLE counts VALIDATE CONSTRAINT counts_in;

-- migrate:upgrade
ALTER TABLE bins ADD CONSTRAINT bins_pkey PRIMARY KEY USING INDEX bins_pkey;

-- migrate:downgrade
ALTER TABLE counts DROP CONSTRAINT counts_in;

-- loses the values of bins.id
-- primary key bins_pkey on bins is away until it is made again below: what it refuses can be written meanwhile
ALTER TABLE bins
    DROP CONSTRAINT bins_pkey,
    DROP CONSTRAINT bins_u,
    DROP COLUMN id;

-- migrate:downgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY bins_pkey ON bins (site, bin);

-- migrate:downgrade
ALTER TABLE bins ADD CONSTRAINT bins_pkey PRIMARY KEY USING INDEX bins_pkey;

ALTER TABLE counts ADD CONSTRAINT counts_bin FOREIGN KEY (site, bin) REFERENCES bins (site, bin) ON DELETE CASCADE NOT VALID;

-- migrate:downgrade transaction=off
ALTER TABLE counts VALIDATE CONSTRAINT counts_bin;
