-- migrate:upgrade
DROP PROCEDURE gone;

DROP PROCEDURE say;

CREATE FUNCTION thrice(a int) RETURNS int
    NO SQL
    DETERMINISTIC
RETURN a * 3;

CREATE PROCEDURE say(OUT what varchar(30))
    SQL SECURITY INVOKER
BEGIN SET what = 'c;d'; END;

DROP FUNCTION twice;

CREATE FUNCTION twice(a bigint) RETURNS bigint
    NO SQL
    DETERMINISTIC
BEGIN
  -- it's; not the end
  RETURN a * 2 + 1;
END;

-- migrate:downgrade
DROP PROCEDURE say;

CREATE PROCEDURE gone()
BEGIN END;

CREATE PROCEDURE say(OUT what varchar(20))
    COMMENT 'says'
BEGIN SET what = 'a;b'; END;

DROP FUNCTION thrice;

DROP FUNCTION twice;

CREATE FUNCTION twice(a int) RETURNS int
    NO SQL
    DETERMINISTIC
BEGIN
  -- it's; not the end
  RETURN a * 2;
END;
