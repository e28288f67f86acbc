-- Names that would do harm if they entered a statement as they are; run in a copy of the Quality Management database.

insert into person (person_id, tenant_id, display_name) overriding system value
values (9001, 'acme', 'Eve Old'), (9002, 'acme', 'Bob New'), (9003, 'acme', 'Cy Third');
insert into person_account values ('acme', 'eve', 9001), ('acme', 'bob', 9002), ('acme', 'cy', 9003);

create schema "sche.ma'; drop schema public cascade; --";
set search_path = "sche.ma'; drop schema public cascade; --", public;

-- combine: the newest stays and takes in what the other one has; who was it is filled
create table """quoted""; truncate login_state; --" (
    "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüü?"                                  bigint primary key,
    "user"":source"                                                   bigint  not null references person,
    "id?"                                                             text    not null,
    "a name of sixty-three bytes, not one more, or it would be cut. "  integer not null,
    "$$sum$1"                                                         integer not null,
    "back\slash'"                                                     integer,
    "%s{pairs}/*"                                                     text,
    ":filled::text"                                                   bigint references person,
    constraint "no 'two'; alike" unique ("user"":source", "id?")
);
insert into """quoted""; truncate login_state; --"
values (1, 9001, 'x', 2, 10, 7, null, null), (2, 9002, 'x', 1, 20, 5, 'b''s', null),
       (3, 9001, 'y', 1, 30, null, ':source', 9003), (4, 9002, 'y', 2, 40, null, null, null),
       (5, 9001, 'z', 1, 50, null, '?', null), (6, 9003, 'x', 9, 60, null, null, null);

-- combine: renamed
create table "a.b" (
    "k'ey"         uuid primary key,
    "?"            bigint      not null references person,
    "na:me -- '\"  varchar(12) not null,
    unique ("?", "na:me -- '\")
);
insert into "a.b"
values ('00000000-0000-0000-0000-000000000001', 9001, 'it''s \ :x ?'),
       ('00000000-0000-0000-0000-000000000002', 9002, 'it''s \ :x ?'),
       ('00000000-0000-0000-0000-000000000003', 9003, 'it''s \ :x ?');

-- combine: the most advanced stays, the children get another parent
create table "select" (
    "from"   bigint primary key,
    "where"  bigint not null references person,
    "order"  text   not null,
    "'stage" text   not null,
    unique ("where", "order")
);
create table "child:of(""select"")" (
    "a,b"      bigint primary key,
    "?parent?" bigint   not null references "select" on delete cascade,
    "n\o"      smallint not null,
    unique ("?parent?", "n\o")
);
insert into "select" values (1, 9001, 'o', 'it''s\"done"'), (2, 9002, 'o', ':new'), (3, 9001, 'p', ':new');
insert into "child:of(""select"")" values (11, 1, 1), (12, 2, 1), (13, 2, 2), (14, 3, 1);

-- overwrite: the target's rows are archived and deleted, and their children before them
create table "$tag$; delete from person; $tag$" (
    "'"  bigint generated always as identity primary key,
    """" bigint not null references person,
    "\"  json   not null
);
create table "under; --" (
    "under; --" bigint not null references "$tag$; delete from person; $tag$" on delete cascade,
    "{child}"   text   not null,
    primary key ("under; --", "{child}")
);
insert into "$tag$; delete from person; $tag$" ("""", "\")
values (9001, '{":a": "?"}'), (9002, '{"\"":  "''", "b": 1.0}'), (9003, '[]');
insert into "under; --" values (1, ':a'), (2, '?'), (2, ''''), (3, '\');
