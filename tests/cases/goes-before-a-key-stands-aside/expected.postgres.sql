-- migrate:upgrade
ALTER TABLE link DROP CONSTRAINT link_org_fkey;

CREATE TABLE unit (
    id integer,
    of_org integer,
    since date
);

-- org stands aside until its rows are copied
ALTER TABLE org DROP CONSTRAINT org_pkey;

ALTER TABLE org RENAME TO org__old;

CREATE TABLE org (
    id integer NOT NULL,
    name text,
    CONSTRAINT org_pkey PRIMARY KEY (id)
) INHERITS (audit);

-- copies all rows of org
INSERT INTO org (at, id, name)
SELECT at, id, name
FROM org__old;

DROP TABLE org__old;

-- loses all rows of link
DROP TABLE link;

ALTER TABLE unit ADD CONSTRAINT unit_of_org_fkey FOREIGN KEY (of_org) REFERENCES org (id);

-- migrate:downgrade
CREATE TABLE link (
    org integer,
    note text,
    CONSTRAINT link_org_fkey FOREIGN KEY (org) REFERENCES org (id)
);

ALTER TABLE org NO INHERIT audit;

-- loses all rows of unit
DROP TABLE unit;
