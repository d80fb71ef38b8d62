-- migrate:upgrade
DROP INDEX rv;

-- loses spaces at the end of r.v
-- fails while r.v holds more than 20 characters
ALTER TABLE r
    DROP CONSTRAINT rpk,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN v TYPE character varying(20);

ALTER TABLE ra
    ADD CONSTRAINT ra_own PRIMARY KEY (id, k),
    REPLICA IDENTITY USING INDEX ra_own;

ALTER TABLE r ADD CONSTRAINT rpk PRIMARY KEY (id, k);

ALTER TABLE rb CLUSTER ON rb_pkey;

CREATE INDEX ra_other ON ra (v);

COMMENT ON INDEX ra_other IS 'its own';

CREATE INDEX rv ON r (v);

ALTER INDEX rb_v_idx SET (fillfactor = 77);

-- migrate:downgrade
DROP INDEX rv;

-- fails while r.id holds values beyond integer
ALTER TABLE r
    DROP CONSTRAINT rpk,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN v TYPE text;

ALTER TABLE ra
    ADD CONSTRAINT ra_own PRIMARY KEY (id, k),
    REPLICA IDENTITY USING INDEX ra_own;

ALTER TABLE r ADD CONSTRAINT rpk PRIMARY KEY (id, k);

ALTER TABLE rb CLUSTER ON rb_pkey;

CREATE INDEX ra_other ON ra (v);

COMMENT ON INDEX ra_other IS 'its own';

CREATE INDEX rv ON r (v);

ALTER INDEX rb_v_idx SET (fillfactor = 77);
