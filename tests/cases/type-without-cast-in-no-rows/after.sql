create type st as enum ('new','old');
create table posts(id uuid primary key default gen_random_uuid(), title text);
create table comments(id uuid primary key default gen_random_uuid(), post_id uuid references posts(id), state st not null default 'new', span tstzrange, at timestamptz, tags text[]);
create view pc as select p.id, c.id as cid from posts p join comments c on c.post_id=p.id;
