-- migrate:upgrade
CREATE SCHEMA depot;

ALTER TYPE mood SET SCHEMA depot;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER DOMAIN shop.amount SET SCHEMA %I', current_schema()); END $do$;

ALTER TYPE "Old one".address SET SCHEMA depot;

ALTER TYPE span SET SCHEMA depot;

ALTER TYPE depot.span RENAME TO span_of;

ALTER COLLATION by_code SET SCHEMA depot;

ALTER SEQUENCE numbers SET SCHEMA depot;

ALTER FUNCTION twice(integer) SET SCHEMA depot;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER PROCEDURE shop.act(integer) SET SCHEMA %I', current_schema()); END $do$;

ALTER AGGREGATE total(integer) SET SCHEMA depot;

ALTER AGGREGATE depot.total(integer) RENAME TO total_of;

ALTER FUNCTION touch() SET SCHEMA shop;

ALTER TABLE goods SET SCHEMA shop;

ALTER STATISTICS goods_stats SET SCHEMA depot;

ALTER VIEW shown SET SCHEMA depot;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW shop.kept SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TABLE shop.orders SET SCHEMA %I', current_schema()); END $do$;

ALTER TYPE span_multirange RENAME TO span_of_multirange;

ALTER TYPE span_of_multirange SET SCHEMA depot;

DROP SCHEMA "Old one";

-- migrate:downgrade
CREATE SCHEMA "Old one";

ALTER TYPE depot.span_of_multirange RENAME TO span_multirange;

DO $do$ BEGIN EXECUTE format('ALTER TYPE depot.span_multirange SET SCHEMA %I', current_schema()); END $do$;

ALTER TABLE orders SET SCHEMA shop;

ALTER MATERIALIZED VIEW kept SET SCHEMA shop;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER VIEW depot.shown SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER STATISTICS depot.goods_stats SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TABLE shop.goods SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER FUNCTION shop.touch() SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER AGGREGATE depot.total_of(integer) SET SCHEMA %I', current_schema()); END $do$;

ALTER AGGREGATE total_of(integer) RENAME TO total;

ALTER PROCEDURE act(integer) SET SCHEMA shop;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER FUNCTION depot.twice(integer) SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER SEQUENCE depot.numbers SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER COLLATION depot.by_code SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TYPE depot.span_of SET SCHEMA %I', current_schema()); END $do$;

ALTER TYPE span_of RENAME TO span;

ALTER TYPE depot.address SET SCHEMA "Old one";

ALTER DOMAIN amount SET SCHEMA shop;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TYPE depot.mood SET SCHEMA %I', current_schema()); END $do$;

DROP SCHEMA depot;
