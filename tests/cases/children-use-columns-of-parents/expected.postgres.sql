-- migrate:upgrade
ALTER TABLE base ADD COLUMN s text;

ALTER TABLE child
    DROP CONSTRAINT child_m_fkey,
    ADD CONSTRAINT child_s_fkey FOREIGN KEY (s) REFERENCES r (m);

ALTER TABLE doc ADD COLUMN s integer;

CREATE OR REPLACE VIEW v AS
SELECT ord.id
   FROM ord
  WHERE (ord.s > 0);

CREATE OR REPLACE RULE kept AS
    ON DELETE TO child
   WHERE (old.s > ''::text) DO INSTEAD NOTHING;

-- loses the values of base.m
ALTER TABLE base DROP COLUMN m;

ALTER POLICY own ON ord USING (s > 0);

-- loses the values of doc.m
ALTER TABLE doc DROP COLUMN m;

-- migrate:downgrade
ALTER TABLE base ADD COLUMN m text;

ALTER TABLE child
    DROP CONSTRAINT child_s_fkey,
    ADD CONSTRAINT child_m_fkey FOREIGN KEY (m) REFERENCES r (m);

ALTER TABLE doc ADD COLUMN m text;

CREATE OR REPLACE VIEW v AS
SELECT ord.id
   FROM ord
  WHERE (ord.m > ''::text);

CREATE OR REPLACE RULE kept AS
    ON DELETE TO child
   WHERE (old.m > ''::text) DO INSTEAD NOTHING;

-- loses the values of base.s
ALTER TABLE base DROP COLUMN s;

ALTER POLICY own ON ord USING (m > ''::text);

-- loses the values of doc.s
ALTER TABLE doc DROP COLUMN s;
