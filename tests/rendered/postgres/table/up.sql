BEGIN;
CREATE EXTENSION btree_gist;

CREATE TABLE "Order" (
    id serial,
    customer_id bigint NOT NULL,
    "user" text COLLATE "C" DEFAULT 'it''s \ here'::text,
    status order_status DEFAULT 'new'::order_status NOT NULL,
    tags character varying(20)[] DEFAULT '{}'::character varying[],
    net numeric(10,2) DEFAULT '-1'::integer,
    gross numeric(12,2) GENERATED ALWAYS AS (net * 1.2) STORED,
    span int4range,
    flag boolean DEFAULT ((1 IS NULL) OR false),
    seen timestamp(3) with time zone DEFAULT now(),
    utc timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc'::text),
    note text,
    CONSTRAINT "Order_pk" PRIMARY KEY (id),
    CONSTRAINT net_positive CHECK ((net >= (0)::numeric) OR (note IS NOT NULL)) NO INHERIT,
    CONSTRAINT no_overlap EXCLUDE USING gist (customer_id WITH =, span WITH &&) WHERE (note IS NOT NULL),
    CONSTRAINT "odd ""name" UNIQUE NULLS NOT DISTINCT (note) INCLUDE (net) WITH (fillfactor = 80),
    CONSTRAINT "Order_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES customers (id) ON UPDATE SET NULL ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);

ALTER TABLE "Order"
    ADD CONSTRAINT later CHECK (net < (1000)::numeric) NOT VALID,
    ALTER COLUMN note SET STORAGE EXTERNAL,
    ALTER COLUMN note SET COMPRESSION pglz,
    ALTER COLUMN note SET STATISTICS 500;

CREATE UNIQUE INDEX ix_lower ON "Order" (lower(note) COLLATE "C" text_pattern_ops, (net + (1)::numeric));

CREATE INDEX ix_open ON "Order" (status, net DESC NULLS LAST) INCLUDE (note) WHERE (status <> 'sent'::order_status) AND (net > (0)::numeric);

CREATE INDEX ix_tags ON "Order" USING gin (tags) WITH (fastupdate = off);

COMMENT ON TABLE "Order" IS 'it''s an order';

COMMENT ON COLUMN "Order"."user" IS 'who';

COMMENT ON CONSTRAINT net_positive ON "Order" IS 'money comes in';

COMMENT ON INDEX ix_open IS 'open ones';

ALTER TABLE "Order"
    REPLICA IDENTITY FULL,
    CLUSTER ON "Order_pk";

CREATE TABLE nothing ();

CREATE UNLOGGED TABLE scratch (
    a smallserial,
    b bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME scratch_numbers INCREMENT BY 5 START WITH 5 CYCLE) NOT NULL
);
COMMIT;
