CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a, b integer REFERENCES b);
CREATE TABLE z (id integer PRIMARY KEY, a integer REFERENCES a);
CREATE TABLE round (id integer PRIMARY KEY, trip integer);
CREATE TABLE trip (id integer PRIMARY KEY, round integer REFERENCES round);
ALTER TABLE round ADD FOREIGN KEY (trip) REFERENCES trip;
