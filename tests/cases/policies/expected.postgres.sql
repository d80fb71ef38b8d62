-- migrate:upgrade
DROP POLICY anew ON notes;

DROP POLICY kind ON notes;

ALTER TABLE off DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY of_off ON off;

DROP POLICY over_a_type ON notes;

ALTER POLICY old_name ON notes RENAME TO new_name;

ALTER TABLE notes ALTER COLUMN n TYPE bigint;

ALTER POLICY changes ON notes USING (owner = SESSION_USER) WITH CHECK (id > 0);

COMMENT ON POLICY changes ON notes IS 'whoever logs in';

ALTER POLICY roles ON notes TO pg_read_all_settings;

CREATE POLICY anew ON notes FOR UPDATE USING (owner <> ''::text);

CREATE POLICY kind ON notes AS RESTRICTIVE USING (id > 0);

CREATE POLICY comes ON notes FOR SELECT USING (EXISTS ( SELECT 1
   FROM off
  WHERE (off.id = notes.id)));

CREATE POLICY short ON on_now USING (id > 0);

CREATE POLICY over_a_type ON notes FOR INSERT WITH CHECK (n < 1000);

COMMENT ON POLICY over_a_type ON notes IS 'few';

ALTER TABLE notes FORCE ROW LEVEL SECURITY;

DROP POLICY gone ON notes;

ALTER TABLE on_now ENABLE ROW LEVEL SECURITY;

-- migrate:downgrade
DROP POLICY changes ON notes;

DROP POLICY anew ON notes;

DROP POLICY kind ON notes;

ALTER TABLE on_now DISABLE ROW LEVEL SECURITY;

DROP POLICY short ON on_now;

DROP POLICY over_a_type ON notes;

ALTER POLICY new_name ON notes RENAME TO old_name;

-- fails while notes.n holds values beyond integer
ALTER TABLE notes ALTER COLUMN n TYPE integer;

ALTER POLICY roles ON notes TO pg_monitor, pg_read_all_stats;

CREATE POLICY anew ON notes FOR UPDATE USING (owner <> ''::text) WITH CHECK (owner = CURRENT_USER);

CREATE POLICY kind ON notes USING (id > 0);

CREATE POLICY changes ON notes USING (owner = CURRENT_USER);

COMMENT ON POLICY changes ON notes IS 'one''s own';

CREATE POLICY gone ON notes FOR SELECT USING (false);

CREATE POLICY of_off ON off USING (id > 0);

CREATE POLICY over_a_type ON notes FOR INSERT WITH CHECK (n < 1000);

COMMENT ON POLICY over_a_type ON notes IS 'few';

ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;

DROP POLICY comes ON notes;

ALTER TABLE off ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
