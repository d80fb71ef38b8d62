-- migrate:upgrade
DROP PROCEDURE gone;

CREATE FUNCTION thrice(a int) RETURNS int(11)
    NO SQL
    DETERMINISTIC
RETURN a * 3;

CREATE OR REPLACE FUNCTION twice(a bigint) RETURNS bigint(20)
    NO SQL
    DETERMINISTIC
BEGIN
  -- it's; not the end
  RETURN a * 2 + 1;
END;

CREATE OR REPLACE PROCEDURE say(OUT what varchar(30))
    SQL SECURITY INVOKER
BEGIN SET what = 'c;d'; END;

-- migrate:downgrade
CREATE OR REPLACE FUNCTION twice(a int) RETURNS int(11)
    NO SQL
    DETERMINISTIC
BEGIN
  -- it's; not the end
  RETURN a * 2;
END;

CREATE OR REPLACE PROCEDURE say(OUT what varchar(20))
    COMMENT 'says'
BEGIN SET what = 'a;b'; END;

CREATE PROCEDURE gone()
BEGIN END;

DROP FUNCTION thrice;
