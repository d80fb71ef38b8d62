create table "t" ("id" integer primary key not null, [a] VARCHAR( 10 ) default ('x') unique, b INT references "t"(id) check( b > 0 ), `c` int null); create index "i" on t("a"); create view v as select id
 from t;
