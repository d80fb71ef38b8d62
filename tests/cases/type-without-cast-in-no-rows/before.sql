create table posts(id bigserial primary key, title text);
create table comments(id bigint generated always as identity primary key, post_id bigint references posts(id), state integer not null default 0, span tsrange, at bigint, tags text);
create view pc as select p.id, c.id as cid from posts p join comments c on c.post_id=p.id;
