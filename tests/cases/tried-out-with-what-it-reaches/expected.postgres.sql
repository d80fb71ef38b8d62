-- migrate:upgrade
CREATE SEQUENCE comes;

ALTER SEQUENCE comes OWNED BY t.a;

ALTER SERVER server VERSION '2';

DROP SEQUENCE gone;

-- migrate:downgrade
CREATE SEQUENCE gone;

ALTER SEQUENCE gone OWNED BY u.a;

DROP FOREIGN TABLE far;

DROP SEQUENCE comes;

DROP SERVER server;

CREATE SERVER server FOREIGN DATA WRAPPER wrapper;

CREATE FOREIGN TABLE far (
    a integer
) SERVER server;
