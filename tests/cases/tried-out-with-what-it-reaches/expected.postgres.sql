-- migrate:upgrade
CREATE SEQUENCE comes;

ALTER SEQUENCE comes OWNED BY t.a;

ALTER SERVER server VERSION '2';

DROP SEQUENCE gone;

-- migrate:downgrade
CREATE SEQUENCE gone;

ALTER SEQUENCE gone OWNED BY u.a;

ALTER SERVER server VERSION NULL;

DROP SEQUENCE comes;
