-- migrate:upgrade
DROP VIEW parcel_towns;

DROP VIEW remarks;

DROP MATERIALIZED VIEW towns_at_hand;

ALTER TABLE depots
    ADD COLUMN opened date DEFAULT '2020-02-03'::date,
    ADD COLUMN region text DEFAULT 'north'::text;

ALTER TABLE parcels ADD COLUMN region text DEFAULT 'south'::text;

CREATE MATERIALIZED VIEW towns_at_hand AS
SELECT x.place,
    x.remark
   FROM depots x(number, place, remark, since, part);

CREATE UNIQUE INDEX towns_at_hand_place ON towns_at_hand (place);

CREATE VIEW parcel_towns AS
SELECT p.parcel,
    d.town,
    d.depot_note,
    p.note,
    d.depot_region
   FROM (parcels p
     JOIN depots d(depot_id, town, depot_note, opened, depot_region) USING (depot_id));

COMMENT ON VIEW parcel_towns IS 'Where each parcel lies';

COMMENT ON COLUMN parcel_towns.depot_note IS 'Said of the depot';

GRANT SELECT ON parcel_towns TO PUBLIC;

CREATE VIEW remarks AS
SELECT towns_at_hand.remark
   FROM towns_at_hand
  WHERE (towns_at_hand.remark IS NOT NULL);

-- migrate:downgrade
DROP VIEW parcel_towns;

DROP VIEW remarks;

DROP MATERIALIZED VIEW towns_at_hand;

-- loses the values of depots.opened
-- loses the values of depots.region
ALTER TABLE depots
    DROP COLUMN opened,
    DROP COLUMN region;

-- loses the values of parcels.region
ALTER TABLE parcels DROP COLUMN region;

CREATE VIEW parcel_towns AS
SELECT p.parcel,
    d.town,
    d.depot_note,
    p.note
   FROM (parcels p
     JOIN depots d(depot_id, town, depot_note) USING (depot_id));

COMMENT ON VIEW parcel_towns IS 'Where each parcel lies';

COMMENT ON COLUMN parcel_towns.depot_note IS 'Said of the depot';

GRANT SELECT ON parcel_towns TO PUBLIC;

CREATE MATERIALIZED VIEW towns_at_hand AS
SELECT x.place,
    x.remark
   FROM depots x(number, place, remark);

CREATE UNIQUE INDEX towns_at_hand_place ON towns_at_hand (place);

CREATE VIEW remarks AS
SELECT towns_at_hand.remark
   FROM towns_at_hand
  WHERE (towns_at_hand.remark IS NOT NULL);
