-- ada.old leaves, ben.new takes over, cy.third shares rows with both; every rule of the catalogue has something to
-- decide, in both directions. Times are as of 2026-10-01.

create function pg_temp.id(n bigint) returns uuid
    immutable language sql return lpad(n::text, 32, '0')::uuid;

insert into people."Account" values
    (pg_temp.id(1), 'north', 'ada.old'), (pg_temp.id(2), 'north', 'ben.new'), (pg_temp.id(3), 'north', 'cy.third'),
    (pg_temp.id(4), 'south', 'ada.old'), (pg_temp.id(5), 'north', 'ina.idle');
update people."Account" set "May Work" = false where "Suite.Login" = 'ina.idle';

insert into "Help Desk"."Ticket Ünï"
    ("Ticket Id", "Number", "Opened By", "Assignee", "Watcher's", "Created By", "Fields", tags, "Changed At")
select pg_temp.id(100 + n), n, pg_temp.id(opened), pg_temp.id(assigned), pg_temp.id(watched), pg_temp.id(opened),
    '{"b": 1, "a": [null]}', array['x,y', '"', null], '2026-09-01'
from (values
    (1, 1, 2, 3), (2, 2, 1, 1), (3, 1, 1, 1), (4, 3, 1, null), (5, 3, null, 1), (6, 1, null, null),
    (7, 2, 2, 2), (8, 3, 3, 3), (9, 3, 2, 1), (10, 4, 4, null)
) ticket (n, opened, assigned, watched);

insert into "Help Desk"."watch.list"
select pg_temp.id(100 + n), pg_temp.id(account), visits, hours, first, last, note
from (values
    (1, 1, 3, 0.50, timestamptz '2026-01-01', timestamptz '2026-02-01', 'of ada'),
    (1, 2, 4, 1.25, '2026-01-02', '2026-01-31', null),
    (2, 1, 5, 2, '2026-03-02', '2026-03-03', 'of ada'),
    (2, 2, 6, 0.1, '2026-03-01', '2026-03-04', 'of ben'),
    (3, 1, 1, 0, null, '2026-04-01', null),
    (3, 2, 1, 0, '2026-04-02', null, 'of ben'),
    (4, 1, 7, 1, null, null, null),
    (4, 2, 8, 1, null, null, null),
    (5, 1, 1, 1, '2026-05-01', '2026-05-01', 'alone'),
    (6, 2, 1, 1, '2026-05-01', '2026-05-01', 'alone'),
    (1, 3, 9, 9, '2026-05-01', '2026-05-01', 'of cy')
) watch (n, account, visits, hours, first, last, note);

insert into "Help Desk".signature values
    (pg_temp.id(1), '{"text":"Ada",   "text":"Ada L."}', '\x00ff'),
    (pg_temp.id(2), '{"text" : "Ben", "text":1.50}', '\xdead00'),
    (pg_temp.id(3), 'null', null);

-- saved later by the source, by the target, at the same time, at no time; without a scope nothing clashes
insert into "Help Desk".preference
select code, pg_temp.id(account), scope, name, value::jsonb, saved
from (values
    ('p-01', 1, 'ui', 'theme', '"dark"', timestamptz '2026-09-02'), ('p-02', 2, 'ui', 'theme', '"light"', '2026-09-01'),
    ('p-03', 1, 'ui', 'size', '1', '2026-09-01'), ('p-04', 2, 'ui', 'size', '2', '2026-09-02'),
    ('p-05', 1, 'ui', 'font', '1', '2026-09-03'), ('p-06', 2, 'ui', 'font', '2', '2026-09-03'),
    ('p-07', 1, 'ui', 'beep', 'true', '2026-09-04'), ('p-08', 2, 'ui', 'beep', 'null', null),
    ('p-09', 1, 'ui', 'lang', '"de"', null), ('p-10', 2, 'ui', 'lang', '"fr"', '2026-09-05'),
    ('p-11', 1, null, 'theme', '3', '2026-09-06'), ('p-12', 2, null, 'theme', '4', '2026-09-05'),
    ('p-13', 1, 'api', 'theme', '5', '2026-09-06'), ('p-14', 3, 'ui', 'theme', '6', '2026-09-09')
) preference (code, account, scope, name, value, saved);

insert into "Help Desk"."Review" (review_no, "Ticket Id", reviewer, signed_off_by, stage, revised_at)
    overriding system value
select no, pg_temp.id(100 + ticket), pg_temp.id(reviewer), pg_temp.id(signer), stage::"Help Desk"."Stage", revised
from (values
    (1, 1, 1, 2, 'signed', timestamptz '2026-09-01'), (2, 1, 2, 1, 'draft', '2026-09-02'),
    (3, 2, 1, null, 'draft', '2026-09-02'), (4, 2, 2, 3, 'sent', '2026-09-01'),
    (5, 3, 1, 1, 'sent', '2026-09-02'), (6, 3, 2, null, 'sent', '2026-09-01'),
    (7, 4, 1, 3, 'sent', '2026-09-01'), (8, 4, 2, 2, 'sent', '2026-09-01'),
    (9, 5, 1, 2, 'draft', '2026-09-01'), (10, 6, 2, 1, 'draft', '2026-09-01'), (11, 6, 3, 1, 'signed', '2026-09-01')
) review (no, ticket, reviewer, signer, stage, revised);

insert into "Help Desk"."Review Remark"
select no, pos, pg_temp.id(author), 'Remark ' || no || '/' || pos
from (values
    (1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 2, 1), (2, 5, 3), (3, 2, 1), (3, 4, 3), (4, 1, 1), (4, 7, 2), (6, 3, 2),
    (7, 1, 1), (9, 1, 3), (10, 1, 1), (11, 1, 1), (11, 2, 2)
) remark (no, pos, author);

insert into "Help Desk".macro
select id, pg_temp.id(owner), name, array['say "hi"', name]
from (values
    (1, 1, 'Close'), (2, 2, 'Close'), (3, 2, 'Close (ada.old)'), (4, 1, 'Close (ada.old 2)'), (5, 1, 'Close (ben.new)'),
    (6, 1, '🎉 Grüße an alle Kunden 1'), (7, 2, '🎉 Grüße an alle Kunden 1'),
    (8, 1, '🎉 Grüße an alle Kunden 2'), (9, 2, '🎉 Grüße an alle Kunden 2'),
    (10, 1, 'Mine'), (11, 2, 'Yours'), (12, 3, 'Close')
) macro (id, owner, name);

insert into "Help Desk".on_call
select pg_temp.id(account), since, until, phone
from (values
    (1, timestamptz '2026-09-01', timestamptz '2026-09-02', '1'), (2, '2026-09-01', '2026-09-03', '2'),
    (1, '2026-09-10', '2026-09-11', '1'), (2, '2026-09-12', '2026-09-13', '2'),
    (1, '2026-09-20', null, '1'), (2, '2026-09-21', null, '2'), (3, '2026-09-20', null, '3')
) duty (account, since, until, phone);

-- one of the source over two of the target, two of the source over one of the target; side by side, and cancelled ones,
-- do not clash
insert into "Help Desk".booking
select pg_temp.id(n), pg_temp.id(account), 'room ' || n % 100, tstzrange(midnight + hours_from, midnight + hours_to), cancelled
from (values
    (201, 1, interval '8 hours', interval '12 hours', false), (202, 2, '7 hours', '9 hours', false),
    (203, 2, '11 hours', '13 hours', false), (204, 1, '20 hours', '21 hours', false),
    (205, 1, '22 hours', '23 hours', false), (206, 2, '20 hours 30 minutes', '22 hours 30 minutes', false),
    (207, 1, '13 hours', '14 hours', false), (208, 2, '14 hours', '15 hours', false),
    (209, 1, '14 hours', '15 hours', true), (210, 2, '13 hours', '14 hours', true),
    (211, 3, '8 hours', '12 hours', false), (212, 1, '100 hours', null, false), (213, 2, '200 hours', '201 hours', false)
) booking (n, account, hours_from, hours_to, cancelled), (select timestamptz '2026-10-01 00:00+00' as midnight) day;

insert into "Help Desk".badge (account, kind)
select pg_temp.id(account), kind
from (values (1, 'admin'), (2, 'admin'), (1, null), (2, null), (3, null), (1, 'night'), (2, 'day')) badge (account, kind);

insert into "Help Desk"."audit trail"
select day, seq, pg_temp.id(actor), pg_temp.id(behalf), deed
from (values
    (date '2026-09-01', 1, 1, null, 'opened'), ('2026-09-01', 2, 1, 3, 'closed'), ('2026-09-01', 3, 2, 1, 'closed'),
    ('2025-12-31', 1, 1, 1, 'opened'), ('2025-12-31', 2, 3, 1, 'opened'), ('2026-09-02', 1, 1, null, 'opened'),
    ('2026-09-02', 2, 2, null, 'opened'), ('2026-09-02', 3, 1, 2, 'opened')
) deed (day, seq, actor, behalf, deed);

insert into "Help Desk".timesheet (sheet_id, week, account, minutes)
select pg_temp.id(n), week, pg_temp.id(account), 60 * n
from (values
    (301, 1, date '2026-09-28'), (302, 2, '2026-09-28'), (303, 3, '2026-09-28'), (304, 1, '2026-09-21'),
    (305, 2, '2026-09-14')
) sheet (n, account, week);

insert into "Help Desk"."time entry" (entry_id, sheet_id, week, what) overriding system value
select row_number() over (order by sheet_id, no), sheet_id, week, format('{"no":%s,  "no":%s}', no, no + 1)::json
from "Help Desk".timesheet, generate_series(1, 2) no
where minutes <> 60 * 304;

insert into "Help Desk"."entry tag"
select entry_id, tag from "Help Desk"."time entry", unnest(array['phone', 'a "b"']) tag where entry_id % 3 > 0;

insert into "Help Desk"."Device ""spare""" (
    "serial.no", inventory, "user", slot, lent, "select", settings, load, seats, renumbered, price, weight, bought,
    warranty, site, address, firmware, bits, code, "Stage")
    overriding system value
values
    ('a-1', 11, pg_temp.id(1), 1, '[2026-01-01,2026-02-01)', '{"a":1}', '{}', '{1}', '{{1}}', '{1}', 1, 1, '2026-01-01',
        '1 day', row('north', 1), '10.0.0.1', '\x01', b'1', 'abc', 'draft'),
    ('a-2', 12, pg_temp.id(1), null, '[2026-02-01,)', null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null),
    ('b-1', 13, pg_temp.id(2), 1, '[2026-01-15,2026-02-15)', '{"z":1,   "a": 2.50, "a": null}', 'null',
        '{NaN,Infinity,-0,1e-310,0.1}', '{{1,2},{null,4}}', '[0:2]={7,8,9}', 'NaN', 0.10, 'infinity',
        '1 mon -1 day 00:00:00.000001', row('north "wing"', null), '2001:db8::1/64', '\x00ff00', b'0101', 'ab', 'sent'),
    ('b-2', 14, pg_temp.id(2), null, '[2025-01-01,2026-01-01)', 'null', '1.0', '{}', '{}', '{}', 1.500,
        12345678901234567890.123456789, '0044-03-15 12:00:00+00 BC', 'P1Y', row(null, null), '10.1.2.3', '', b'', '',
        'signed'),
    ('b-3', 15, pg_temp.id(2), null, 'empty', E'"\\u00e9\\n"', E'"\\u00e9\\n"', null, null, null, 'Infinity', null,
        '-infinity', '-00:00:01', null, null, null, null, 'abcdef', null),
    ('c-1', 16, pg_temp.id(3), 1, '[2026-01-01,2026-03-01)', null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null);

insert into "Help Desk".presence values
    (pg_temp.id(1), 'a', '2026-10-01 08:00:00.123456'), (pg_temp.id(2), 'b', '-infinity'), (pg_temp.id(3), 'c', '2026-01-01');
