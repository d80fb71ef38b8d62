-- migrate:upgrade
ALTER PUBLICATION "Odd name" RENAME TO "even odder";

DROP PUBLICATION gone;

DROP PUBLICATION nothing;

CREATE TABLE events (
    number bigint NOT NULL,
    at date NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (number)
);

ALTER PUBLICATION app SET (publish = 'insert, update', publish_via_partition_root = true);

ALTER PUBLICATION app SET TABLE items (id), orders WHERE (total > 0);

COMMENT ON PUBLICATION app IS 'for the replica and the search';

-- loses all rows of logs
DROP TABLE logs;

CREATE PUBLICATION nothing FOR TABLE events;

CREATE PUBLICATION whole FOR ALL TABLES;

CREATE PUBLICATION here FOR TABLES IN SCHEMA CURRENT_SCHEMA;

-- migrate:downgrade
DROP PUBLICATION nothing;

DROP PUBLICATION whole;

DROP PUBLICATION here;

CREATE TABLE logs (
    id integer NOT NULL,
    CONSTRAINT pk_logs PRIMARY KEY (id)
);

ALTER PUBLICATION app SET TABLE logs, orders;

ALTER PUBLICATION app SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = false);

COMMENT ON PUBLICATION app IS 'for the replica';

-- loses all rows of events
DROP TABLE events;

CREATE PUBLICATION gone FOR TABLE logs;

CREATE PUBLICATION nothing;

ALTER PUBLICATION "even odder" RENAME TO "Odd name";
