CREATE TABLE depots (
    depot_id integer PRIMARY KEY,
    town text NOT NULL,
    note text,
    opened date DEFAULT '2020-02-03',
    region text DEFAULT 'north'
);

CREATE TABLE parcels (
    parcel integer PRIMARY KEY,
    depot_id integer NOT NULL,
    note text,
    region text DEFAULT 'south'
);

CREATE VIEW parcel_towns AS
    SELECT p.parcel, d.town, d.depot_note, p.note, d.depot_region
    FROM parcels p JOIN depots d(depot_id, town, depot_note, opened, depot_region) USING (depot_id);
COMMENT ON VIEW parcel_towns IS 'Where each parcel lies';
COMMENT ON COLUMN parcel_towns.depot_note IS 'Said of the depot';
GRANT SELECT ON parcel_towns TO PUBLIC;

CREATE MATERIALIZED VIEW towns_at_hand AS
    SELECT x.place, x.remark FROM depots x(number, place, remark, since, part);
CREATE UNIQUE INDEX towns_at_hand_place ON towns_at_hand (place);

CREATE VIEW remarks AS SELECT remark FROM towns_at_hand WHERE remark IS NOT NULL;
