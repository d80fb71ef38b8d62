-- migrate:upgrade
ALTER TABLE u DROP CONSTRAINT u_cs_check;

-- loses what rows hold in co.b
ALTER TYPE co DROP ATTRIBUTE b;

ALTER TABLE u ADD CONSTRAINT u_cs_check CHECK ('(9)'::co <> ALL (cs));

-- migrate:downgrade
ALTER TABLE u DROP CONSTRAINT u_cs_check;

ALTER TYPE co ADD ATTRIBUTE b text;

ALTER TABLE u ADD CONSTRAINT u_cs_check CHECK ('(9,z)'::co <> ALL (cs));
