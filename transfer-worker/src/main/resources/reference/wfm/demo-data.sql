-- Demo data for the Workforce Management reference schema: functions in the schema "demo", run after schema.sql.
-- Everything is arithmetic on row numbers, so the same calls give the same rows.
--
--   select demo.sample(1000);                                      -- two tenants, every conflict, a failing pair
--   select demo.bulk_users('acme', 'bulk', 2000, 5);               -- bulk-1 … bulk-2000, 5 rows each in every table
--   select demo.add_user('acme', 'max', 'Max Million');
--   select demo.populate('acme', 'max', 1000000, 100);             -- 1,000,000 rows in each large type, 100 in others
--   select * from demo.rows_of('acme', 'max');

create schema if not exists demo;

-- The day before which all demo data lie.
create or replace function demo.today() returns date
    immutable language sql return date '2026-10-01';

create or replace function demo.add_user(
    tenant text, suite_user_id text, display_name text, active boolean default true) returns bigint
    language plpgsql as $$
declare
    id bigint := (
        select agent_id from agent_account a
        where a.tenant_id = tenant and a.suite_user_id = add_user.suite_user_id);
begin
    if id is null then
        insert into agent (tenant_id, display_name) values (tenant, display_name) returning agent_id into id;
        insert into agent_account values (tenant, suite_user_id, id, active);
    end if;
    return id;
end
$$;

create or replace function demo.user_id(tenant text, suite_user_id text) returns bigint
    stable language plpgsql as $$
declare
    id bigint;
begin
    select agent_id into strict id from agent_account a
    where a.tenant_id = tenant and a.suite_user_id = user_id.suite_user_id;
    return id;
exception
    when no_data_found then
        raise 'Tenant % has no user % here', tenant, user_id.suite_user_id;
end
$$;

-- A second suite account of the same agent.
create or replace function demo.add_alias(tenant text, suite_user_id text, alias_of text) returns void
    language sql as $$
    insert into agent_account values (tenant, suite_user_id, demo.user_id(tenant, alias_of));
$$;

-- The bystander of every tenant: approves, assigns and shares rows with others.
create or replace function demo.supervisor(tenant text) returns bigint
    language sql return demo.add_user(tenant, 'sam.supervisor', 'Sam Supervisor');

-- How many rows name the user, per table and column that refers to a agent, whether it moves or stays.
create or replace function demo.rows_of(tenant text, suite_user_id text)
    returns table (table_name text, column_name text, row_count bigint)
    stable language plpgsql as $$
declare
    id bigint := demo.user_id(tenant, suite_user_id);
begin
    for table_name, column_name in
        select c.conrelid::regclass::text, a.attname::text
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'agent'::regclass and c.conparentid = 0
            and c.conrelid <> 'agent_account'::regclass
        order by 1, 2
    loop
        execute format('select count(*) from %s where %I = $1', table_name, column_name) into row_count using id;
        return next;
    end loop;
end
$$;

-- Generated rows refer to what was just made, so a superuser saves the time of checking every foreign key.
create or replace function demo.check_foreign_keys(on_write boolean) returns void
    language plpgsql as $$
begin
    if current_setting('is_superuser')::boolean then
        perform set_config('session_replication_role', case when on_write then 'origin' else 'replica' end, true);
    end if;
end
$$;

create or replace function demo.analyze() returns void
    language plpgsql as $$
declare
    data_table regclass;
begin
    for data_table in
        select oid from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    loop
        execute format('analyze %s', data_table);
    end loop;
end
$$;

-- Fills every type of a user who has no rows yet.
create or replace function demo.populate(
    tenant text, suite_user_id text, rows_large integer, rows_small integer, seed integer default 1) returns void
    language plpgsql as $$
declare
    id bigint := demo.user_id(tenant, suite_user_id);
begin
    perform demo.fill(tenant, array[id], array[demo.supervisor(tenant)], rows_large, rows_small, seed);
    if rows_large >= 10000 then
        perform demo.analyze();
    end if;
end
$$;

-- Creates prefix-1 … prefix-n with exactly rows_per_type rows each in every table (one in a table that allows but
-- one), without a conflict between any two of them. Where a row names a second user, that is the seventh next.
create or replace function demo.bulk_users(tenant text, prefix text, n integer, rows_per_type integer) returns void
    language plpgsql as $$
declare
    ids        bigint[];
    peers      bigint[];
    supervisor bigint := demo.supervisor(tenant);
begin
    insert into agent (tenant_id, display_name)
    select tenant, prefix || '-' || i from generate_series(1, n) i order by i;

    with created as (
        select agent_id, display_name from agent where tenant_id = tenant order by agent_id desc limit n
    ), account as (
        insert into agent_account (tenant_id, suite_user_id, agent_id)
        select tenant, display_name, agent_id from created
    )
    select array_agg(agent_id order by agent_id) into ids from created;

    select array_agg(case when n < 15 then supervisor else ids[1 + (i + 6) % n] end order by i)
    into peers
    from generate_series(1, n) i;

    perform demo.fill(tenant, ids, peers, rows_per_type, rows_per_type, 1);
    perform demo.analyze();
end
$$;

-- The rows of many users at once: ids and peers are parallel, a peer is the second user of a row that has two.
create or replace function demo.fill(
    tenant text, ids bigint[], peers bigint[], rows_large bigint, rows_small bigint, seed bigint) returns void
    language plpgsql set timezone to 'UTC' as $$
declare
    supervisor bigint      := demo.supervisor(tenant);
    today      date        := demo.today();
    midnight   timestamptz := demo.today();
begin
    perform demo.check_foreign_keys(on_write => false);

    with request as (
        insert into user_messaging_request (requester_id, recipient_id, request_type, status, requested_at)
        select id, peer, (array['time off', 'swap', 'overtime'])[1 + (n + seed) % 3],
            (array['open', 'granted', 'refused'])[1 + n % 3], midnight - n * interval '9 hours'
        from unnest(ids, peers) u (id, peer), generate_series(1, rows_small) n
        returning request_id, requester_id, requested_at
    )
    insert into user_messaging_request_comment (request_id, seq, author_id, body, written_at)
    select request_id, 1, requester_id, 'Please answer this week.', requested_at
    from request;

    insert into user_server_request (requested_by, job_type, schedule, parameters, recurring)
    select id, 'report', (array['daily', 'weekly', 'monthly'])[1 + (n + seed) % 3], id || '/' || n, n % 2 = 0
    from unnest(ids) id, generate_series(1, rows_small) n;

    if to_regclass('public.alert') is not null then
        insert into alert (user_id, alert_type, subject, raised_at)
        select id, 'adherence', 'agent ' || id || ', no. ' || n, midnight - n * interval '1 day'
        from unnest(ids) id, generate_series(1, rows_small) n;
    end if;

    insert into view_assignment (view_id, user_id, granted_at)
    select id * 100000 + n, id, midnight - n * interval '1 day'
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into view_member (view_id, agent_id)
    select id * 100000 + n, id
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into workflow_condition (rule_id, condition_type, user_id, created_by, operand)
    select id * 100000 + n, 'requester', id, case when n % 2 = 0 then peer else id end, 'equals'
    from unnest(ids, peers) u (id, peer), generate_series(1, rows_small) n;

    insert into accumulated_vacation_hours (agent_id, plan_id, year, accrued, taken)
    select id, 1 + n / 5, extract(year from today) - n % 5, 160 + (n * 3 + seed) % 80, (n * 7 + seed) % 150
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into skill_mapping (mapping_id, agent_id, priority, proficiency)
    select n, id, id, 1 + (n + seed) % 5
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_assigned_exception (agent_id, exception_id, starts_at, ends_at, assigned_by)
    select id, 1 + (n + seed) % 6, starts_at, starts_at + interval '2 hours', peer
    from unnest(ids, peers) u (id, peer), generate_series(1, rows_small) n,
        lateral (select midnight - n * interval '1 day' + interval '10 hours' as starts_at) exception;

    with schedule as (
        insert into agent_schedule (agent_id, day, during)
        select id, day, tsrange(day + interval '8 hours', day + interval '16 hours')
        from unnest(ids) id, generate_series(1, rows_small) n, lateral (select today - n::int as day) schedule
        returning agent_schedule_id
    )
    insert into agent_schedule_activity (agent_schedule_id, starts_at_minute, activity_id, minutes)
    select agent_schedule_id, starts_at_minute, activity_id, minutes
    from schedule, (values (0, 1, 240), (240, 2, 30), (270, 1, 210)) activity (starts_at_minute, activity_id, minutes);

    insert into agent_project (agent_id, project_id, starts_at, share)
    select id, 1 + (n + seed) % 9, midnight - n * interval '1 day', 0.5
    from unnest(ids) id, generate_series(1, rows_small) n;

    with shift as (
        insert into agent_work_shift (agent_id, shift_id, effective_from)
        select id, n, today - 400
        from unnest(ids) id, generate_series(1, rows_small) n
        returning agent_work_shift_id, agent_id, shift_id
    )
    insert into work_condition_mapping (agent_id, agent_work_shift_id, condition_id)
    select agent_id, agent_work_shift_id, shift_id
    from shift;

    insert into agent_service_productivity_interval (agent_id, service_id, period_start, handled, talk_seconds)
    select id, 1 + n % 30, midnight - (1 + n / 30) * interval '15 minutes', 1 + (n + seed) % 6, 60 + n * 7919 % 800
    from unnest(ids) id, generate_series(1, rows_large) n;

    insert into agent_service_productivity_day (agent_id, service_id, period_start, handled, talk_seconds)
    select id, 1 + n % 3, today - (1 + n / 3)::int, 20 + (n + seed) % 60, 18000
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_service_productivity_week (agent_id, service_id, period_start, handled, talk_seconds)
    select id, 1 + n % 3, today - 7 * (1 + n / 3)::int, 100 + (n + seed) % 300, 90000
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_service_productivity_month (agent_id, service_id, period_start, handled, talk_seconds)
    select id, 1 + n % 3, today - (1 + n / 3)::int * interval '1 month', 400 + (n + seed) % 900, 400000
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_service_productivity_year (agent_id, service_id, period_start, handled, talk_seconds)
    select id, n, date_trunc('year', today), 5000 + (n + seed) % 9000, 4800000
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_productivity (agent_id, grain, period_start, signed_in_seconds, productive_seconds)
    select id, case when n % 8 = 0 then 'day' else 'interval' end,
        midnight - case when n % 8 = 0 then n * interval '3 hours' else n * interval '15 minutes' end,
        900, 500 + (n * 7919 + seed) % 400
    from unnest(ids) id, generate_series(1, rows_large) n;

    insert into agent_offline_activity_hours (agent_id, day, activity_id, hours)
    select id, today - n::int, 1 + (n + seed) % 4, 1.25
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_group_day_allocation (agent_id, group_id, day)
    select id, 1 + (n + seed) % 7, today - n::int
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into historical_activity (agent_id, starts_at, activity_id, seconds)
    select id, midnight - n * interval '4 minutes', 1 + (n * 31 + seed) % 25, 30 + n * 7919 % 200
    from unnest(ids) id, generate_series(1, rows_large) n;

    insert into agent_work_hours (agent_id, effective_from, weekly_hours, approved_by)
    select id, today - 30 * n::int, 20 + (n + seed) % 20, nullif(supervisor, id)
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into agent_real_time_state (agent_id, state, since)
    select id, (array['ready', 'talking', 'break'])[1 + (id + seed) % 3], midnight
    from unnest(ids) id
    where rows_small > 0;

    with schedule as (
        insert into dynamic_schedule (agent_id, event_id, offered_at)
        select id, n, midnight - n * interval '1 day'
        from unnest(ids) id, generate_series(1, rows_small) n
        returning dynamic_schedule_id, agent_id, offered_at
    ), shift as (
        insert into dynamic_schedule_shift (dynamic_schedule_id, agent_id, starts_at, minutes)
        select dynamic_schedule_id, agent_id, offered_at + interval '2 days', 240
        from schedule
    )
    insert into dynamic_schedule_event_parameter (dynamic_schedule_id, agent_id, name, value)
    select dynamic_schedule_id, agent_id, 'incentive', '{"points": 10, "paid": true}'
    from schedule;

    insert into multiskill_mapping (multiskill_group_id, agent_id, weight)
    select n, id, 0.5
    from unnest(ids) id, generate_series(1, rows_small) n;

    insert into vacation_plan_mapping (agent_id, plan_id, effective_from, is_current)
    select id, 1 + (n + seed) % 3, today - 90 * n::int, n = 1
    from unnest(ids) id, generate_series(1, rows_small) n;

    perform demo.check_foreign_keys(on_write => true);
end
$$;

-- Everything that can clash when the source's rows become the target's. To be called once per pair, users without
-- other rows included. The third user is the supervisor.
create or replace function demo.add_conflicts(tenant text, source text, target text) returns void
    language plpgsql set timezone to 'UTC' as $$
declare
    s        bigint      := demo.user_id(tenant, source);
    t        bigint      := demo.user_id(tenant, target);
    third    bigint      := demo.supervisor(tenant);
    base     bigint      := 1000000000000 + (s * 1000000 + t) * 1000;
    today    date        := demo.today();
    midnight timestamptz := demo.today();
begin
    -- requests between the two become requests to oneself; comments of all three on each
    with request as (
        insert into user_messaging_request (requester_id, recipient_id, request_type, status, requested_at)
        values (s, t, 'swap', 'open', midnight), (t, s, 'swap', 'open', midnight), (s, s, 'time off', 'open', midnight),
            (s, null, 'overtime', 'open', midnight), (s, third, 'swap', 'granted', midnight),
            (third, s, 'swap', 'granted', midnight), (third, third, 'time off', 'granted', midnight)
        returning request_id
    )
    insert into user_messaging_request_comment (request_id, seq, author_id, body, written_at)
    select request_id, seq, (array[s, t, third])[seq], 'Comment ' || seq, midnight
    from request, generate_series(1, 3) seq;

    -- only two recurring ones clash
    insert into user_server_request (requested_by, job_type, schedule, parameters, recurring)
    values (s, 'report', 'daily', 'both recurring', true), (t, 'report', 'daily', 'both recurring', true),
        (s, 'report', 'daily', 'no parameters but these', true), (s, 'report', 'daily', 'neither recurring', false),
        (t, 'report', 'daily', 'neither recurring', false), (s, 'report', 'daily', 'source recurring', true),
        (t, 'report', 'daily', 'source recurring', false), (s, 'forecast', 'weekly', '', true),
        (t, 'forecast', 'weekly', '', true);

    if to_regclass('public.alert') is not null then
        insert into alert (user_id, alert_type, subject, raised_at)
        select id, 'staffing', 'queue ' || base, midnight + id * interval '1 second' from unnest(array[s, t]) id;
    end if;

    insert into view_assignment (view_id, user_id, granted_at)
    select base, id, midnight from unnest(array[s, t, third]) id
    union all select base + 1, s, midnight
    union all select base + 2, t, midnight;

    insert into view_member (view_id, agent_id)
    select base, id from unnest(array[s, t, third]) id
    union all select base + 1, s
    union all select base + 2, t;

    -- the same rule for both, made by the source, the target or the third user; rows shared with the third user
    insert into workflow_condition (rule_id, condition_type, user_id, created_by)
    select base + k, 'approver', id, creator
    from (values (1, s, s), (1, t, t), (2, s, third), (2, t, s), (3, s, t), (3, t, third), (4, s, s), (4, t, s),
        (5, third, s), (6, s, third), (7, s, s), (8, third, t)) rule (k, id, creator);

    -- from here on the target's rows are overwritten: what both have under the same key
    insert into accumulated_vacation_hours (agent_id, plan_id, year, accrued, taken)
    values (s, base, 2026, 200, 40), (t, base, 2026, 150, 120);

    insert into skill_mapping (mapping_id, agent_id, priority)
    values (base, s, 1), (base, t, 2), (base, third, 3), (base + 1, s, 1), (base + 1, third, 2), (base + 2, t, 1),
        (base + 2, third, 2);

    insert into multiskill_mapping (multiskill_group_id, agent_id)
    values (base, s), (base, t), (base, third), (base + 1, s), (base + 2, t);

    insert into agent_assigned_exception (agent_id, exception_id, starts_at, ends_at, assigned_by)
    values (s, base, midnight, midnight + interval '1 hour', t), (t, base, midnight, midnight + interval '2 hours', s),
        (third, base, midnight, midnight + interval '1 hour', s),
        (s, base + 1, midnight, midnight + interval '1 hour', null);

    -- the same day; then a night shift of the target that ends in the source's day
    with schedule as (
        insert into agent_schedule (agent_id, day, during)
        values (s, today + 10, tsrange(today + interval '10 days 8 hours', today + interval '10 days 16 hours')),
            (t, today + 10, tsrange(today + interval '10 days 8 hours', today + interval '10 days 16 hours')),
            (s, today + 21, tsrange(today + interval '21 days 6 hours', today + interval '21 days 14 hours')),
            (t, today + 20, tsrange(today + interval '20 days 22 hours', today + interval '21 days 8 hours'))
        returning agent_schedule_id, agent_id
    )
    insert into agent_schedule_activity (agent_schedule_id, starts_at_minute, activity_id, minutes)
    select agent_schedule_id, 0, agent_id, 480 from schedule;

    insert into agent_project (agent_id, project_id, starts_at)
    values (s, base, midnight), (t, base, midnight), (third, base, midnight);

    with shift as (
        insert into agent_work_shift (agent_id, shift_id, effective_from)
        select id, base + k, today from unnest(array[s, t]) id, generate_series(1, 2) k
        returning agent_work_shift_id, agent_id, shift_id
    )
    insert into work_condition_mapping (agent_id, agent_work_shift_id, condition_id)
    select agent_id, agent_work_shift_id, shift_id from shift;

    -- the first of these lies in the default partition
    insert into agent_service_productivity_interval (agent_id, service_id, period_start, handled, talk_seconds)
    select id, base, period_start, 1, id
    from unnest(array[s, t]) id, unnest(array['2020-01-01', '2026-03-01', '2026-09-30']::timestamptz[]) period_start;

    insert into agent_service_productivity_day (agent_id, service_id, period_start, handled, talk_seconds)
    select id, base, today, 1, id from unnest(array[s, t]) id;

    insert into agent_service_productivity_week (agent_id, service_id, period_start, handled, talk_seconds)
    select id, base, today, 1, id from unnest(array[s, t]) id;

    insert into agent_service_productivity_month (agent_id, service_id, period_start, handled, talk_seconds)
    select id, base, today, 1, id from unnest(array[s, t]) id;

    insert into agent_service_productivity_year (agent_id, service_id, period_start, handled, talk_seconds)
    select id, base, today, 1, id from unnest(array[s, t]) id;

    insert into agent_productivity (agent_id, grain, period_start, signed_in_seconds, productive_seconds)
    select id, grain, midnight, 900, id % 900 from unnest(array[s, t]) id, unnest(array['interval', 'year']) grain;

    insert into agent_offline_activity_hours (agent_id, day, activity_id, hours)
    values (s, today, base, 1), (t, today, base, 2);

    insert into agent_group_day_allocation (agent_id, group_id, day, share)
    values (s, base, today, 0.25), (t, base, today, 0.75);

    insert into historical_activity (agent_id, starts_at, activity_id, seconds)
    values (s, midnight, base, 60), (t, midnight, base, 90);

    insert into agent_work_hours (agent_id, effective_from, weekly_hours, approved_by)
    values (s, today + 1, 40, third), (t, today + 1, 30, third);

    insert into agent_real_time_state (agent_id, state, since)
    values (s, 'ready', midnight), (t, 'talking', midnight)
    on conflict do nothing;

    -- parents with children under the same names; the text of a json value is to survive as it is
    with schedule as (
        insert into dynamic_schedule (agent_id, event_id, offered_at)
        select id, base + k, midnight from unnest(array[s, t]) id, generate_series(1, 2) k
        returning dynamic_schedule_id, agent_id
    ), shift as (
        insert into dynamic_schedule_shift (dynamic_schedule_id, agent_id, starts_at, minutes)
        select dynamic_schedule_id, agent_id, midnight + k * interval '1 day', 120
        from schedule, generate_series(1, 2) k
    )
    insert into dynamic_schedule_event_parameter (dynamic_schedule_id, agent_id, name, value)
    select dynamic_schedule_id, agent_id, name, '{"b":1,  "a": 2.50, "a": null}'
    from schedule, unnest(array['incentive', 'limit']) name;

    -- the same plan, and a current plan of both
    insert into vacation_plan_mapping (agent_id, plan_id, effective_from, is_current)
    select id, base, today - 365, false from unnest(array[s, t]) id
    union all select id, base + 1, today, true from unnest(array[s, t]) id
    on conflict do nothing;
end
$$;

-- Tenants acme and globex. anna.leaver to tom.taker meets every conflict. fred.failing to gina.blocked fails in
-- agent-work-hours: gina approved hours of fred's, and nobody may approve their own.
create or replace function demo.sample(rows_large integer default 1000) returns void
    language plpgsql as $$
declare
    suite_user_id text;
begin
    perform demo.add_user('acme', 'anna.leaver', 'Anna Leaver');
    perform demo.populate('acme', 'anna.leaver', rows_large, least(rows_large, 20));

    perform demo.add_user('acme', 'inactive.ina', 'Inactive Ina', active => false);
    foreach suite_user_id in array array[
        'tom.taker', 'bea', 'carl', 'dora', 'inactive.ina', 'only.wfm', 'fred.failing', 'gina.blocked']
    loop
        perform demo.add_user('acme', suite_user_id, initcap(replace(suite_user_id, '.', ' ')));
        perform demo.populate('acme', suite_user_id, 10, 10, 2);
    end loop;
    perform demo.add_alias('acme', 'tom.alias', 'tom.taker');
    perform demo.add_conflicts('acme', 'anna.leaver', 'tom.taker');

    insert into agent_work_hours (agent_id, effective_from, weekly_hours, approved_by)
    values (demo.user_id('acme', 'fred.failing'), demo.today() + 1, 38, demo.user_id('acme', 'gina.blocked'));

    foreach suite_user_id in array array['anna.leaver', 'tom.taker'] loop
        perform demo.add_user('globex', suite_user_id, initcap(replace(suite_user_id, '.', ' ')));
        perform demo.populate('globex', suite_user_id, 10, 10, 3);
    end loop;
    perform demo.analyze();
end
$$;
