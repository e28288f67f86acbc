-- Demo data for the Quality Management reference schema: functions in the schema "demo", run after schema.sql.
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
        select person_id from person_account a
        where a.tenant_id = tenant and a.suite_user_id = add_user.suite_user_id);
begin
    if id is null then
        insert into person (tenant_id, display_name) values (tenant, display_name) returning person_id into id;
        insert into person_account values (tenant, suite_user_id, id, active);
    end if;
    return id;
end
$$;

create or replace function demo.user_id(tenant text, suite_user_id text) returns bigint
    stable language plpgsql as $$
declare
    id bigint;
begin
    select person_id into strict id from person_account a
    where a.tenant_id = tenant and a.suite_user_id = user_id.suite_user_id;
    return id;
exception
    when no_data_found then
        raise 'Tenant % has no user % here', tenant, user_id.suite_user_id;
end
$$;

-- A second suite account of the same person.
create or replace function demo.add_alias(tenant text, suite_user_id text, alias_of text) returns void
    language sql as $$
    insert into person_account values (tenant, suite_user_id, demo.user_id(tenant, alias_of));
$$;

-- The bystander of every tenant: approves, assigns and shares rows with others.
create or replace function demo.supervisor(tenant text) returns bigint
    language sql return demo.add_user(tenant, 'sam.supervisor', 'Sam Supervisor');

-- How many rows name the user, per table and column that refers to a person, whether it moves or stays.
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
        where c.contype = 'f' and c.confrelid = 'person'::regclass and c.conparentid = 0
            and c.conrelid <> 'person_account'::regclass
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

-- Fills every type of a user who has no rows yet; the last login is still open.
create or replace function demo.populate(
    tenant text, suite_user_id text, rows_large integer, rows_small integer, seed integer default 1) returns void
    language plpgsql as $$
declare
    id bigint := demo.user_id(tenant, suite_user_id);
begin
    perform demo.fill(tenant, array[id], array[demo.supervisor(tenant)], rows_large, rows_small, seed);

    update login_state set logged_out_at = null
    where login_state_id = (
        select login_state_id from login_state where person_id = id order by login_at desc limit 1);

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
    insert into person (tenant_id, display_name)
    select tenant, prefix || '-' || i from generate_series(1, n) i order by i;

    with created as (
        select person_id, display_name from person where tenant_id = tenant order by person_id desc limit n
    ), account as (
        insert into person_account (tenant_id, suite_user_id, person_id)
        select tenant, display_name, person_id from created
    )
    select array_agg(person_id order by person_id) into ids from created;

    select array_agg(case when n < 15 then supervisor else ids[1 + (i + 6) % n] end order by i)
    into peers
    from generate_series(1, n) i;

    perform demo.fill(tenant, ids, peers, rows_per_type, rows_per_type, 1);
    perform demo.analyze();
end
$$;

create or replace function demo.team(tenant text) returns bigint
    language plpgsql as $$
begin
    insert into team (tenant_id, name) values (tenant, 'Customer care') on conflict do nothing;
    return (select team_id from team where tenant_id = tenant and name = 'Customer care');
end
$$;

-- The rows of many users at once: ids and peers are parallel, a peer is the second user of a row that has two.
create or replace function demo.fill(
    tenant text, ids bigint[], peers bigint[], rows_large bigint, rows_small bigint, seed bigint) returns void
    language plpgsql set timezone to 'UTC' as $$
declare
    team  bigint      := demo.team(tenant);
    today timestamptz := demo.today();
begin
    perform demo.check_foreign_keys(on_write => false);

    insert into login_state (person_id, login_at, logged_out_at, workstation)
    select id, login_at, login_at + interval '8 hours', 'ws-' || (n * 31 + seed) % 500
    from unnest(ids) id, generate_series(1, rows_small) n,
        lateral (select today - n * interval '1 day' - id % 86400 * interval '1 second' as login_at) login;

    insert into recording_api_command (person_id, issued_by, command, requested_at, succeeded)
    select id, peer, (array['start', 'stop', 'pause', 'resume', 'tag'])[1 + (n + seed) % 5],
        today - n * interval '11 minutes', n % 50 <> 0
    from unnest(ids, peers) u (id, peer), generate_series(1, rows_large) n;

    insert into ccr (acd_server, acd_call_id, leg, person_id, team_id, inbound, started_at, duration_seconds)
    select 'acd-' || 1 + n % 4, id || '-' || n, 1, id, team, n % 3 > 0,
        today - n * interval '5 minutes', 20 + (n * 7919 + seed * 104729) % 900
    from unnest(ids) id, generate_series(1, rows_large) n;

    insert into storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
    select ccr_id, 'audio', 1, person_id, '/store/' || ccr_id % 256 || '/' || ccr_id || '.wav', duration_seconds * 8000
    from ccr
    where person_id = any (ids)
    order by ccr_id;

    insert into archive_audit (person_id, action, acted_at)
    select id, (array['play', 'download', 'export', 'delete'])[1 + (n + seed) % 4], today - n * interval '13 minutes'
    from unnest(ids) id, generate_series(1, rows_large) n;

    insert into wfo_audit_event (actor_id, subject_id, event_type, occurred_at)
    select id, case when n % 4 = 0 then peer end, 'event-' || (n * 13 + seed) % 40, today - n * interval '3 minutes'
    from unnest(ids, peers) u (id, peer), generate_series(1, rows_large) n;

    with evaluated as (
        insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status, score, updated_at)
        select id * 100000 + n, 1 + n % 5, peer, id, peer,
            (array['in_progress', 'completed', 'approved'])[1 + (n + seed) % 3], (n * 37 + seed) % 101,
            today - n * interval '7 hours'
        from unnest(ids, peers) u (id, peer), generate_series(1, rows_small) n
        returning evaluation_id, evaluator_id, updated_at
    )
    insert into evaluation_comment (evaluation_id, seq, author_id, body, written_at)
    select evaluation_id, 1, evaluator_id, 'Listened to the end.', updated_at
    from evaluated;

    with goal as (
        insert into contact_goal (owner_id, name, metric, target_value)
        select id, 'Goal ' || n || ' of ' || id, 'handled', 100 + n % 400
        from unnest(ids) id, generate_series(1, rows_small) n
        returning goal_id, owner_id, target_value
    ), member as (
        insert into contact_goal_person (goal_id, person_id, role, quota)
        select goal_id, owner_id, 'member', target_value / 4
        from goal
    )
    insert into contact_goal_progress (goal_id, person_id, period_start, achieved)
    select goal_id, owner_id, demo.today() - 30, (goal_id * 17 + seed) % 90
    from goal;

    perform demo.check_foreign_keys(on_write => true);
end
$$;

-- Names that a renamed goal might get, so that they are taken when it needs one.
create or replace function demo.likely_names(name text, suite_user_id text, attempt integer) returns setof text
    immutable language sql as $$
    select left(name, 80 - length(suffix)) || suffix
    from unnest(case attempt
        when 1 then array[' (%s)', ' (from %s)', ' - %s']
        when 2 then array[
            ' (%s 2)', ' (%s) 2', ' (%s) (2)', ' (from %s 2)', ' (from %s) 2', ' (from %s) (2)', ' - %s 2']
    end) pattern, format(pattern, suite_user_id) suffix;
$$;

-- Everything that can clash when the source's rows become the target's. To be called once per pair, users without
-- other rows included. The third user is the supervisor.
create or replace function demo.add_conflicts(tenant text, source text, target text) returns void
    language plpgsql set timezone to 'UTC' as $$
declare
    s     bigint      := demo.user_id(tenant, source);
    t     bigint      := demo.user_id(tenant, target);
    third bigint      := demo.supervisor(tenant);
    base  bigint      := 1000000000000 + (s * 1000000 + t) * 1000;
    today timestamptz := demo.today();
    short text        := 'Answer within 20 seconds';
    long  text        := rpad('Answer every contact of the priority queue within the agreed service level ', 80, '!');
begin
    -- the same login, and an open session of both
    insert into login_state (person_id, login_at, logged_out_at, workstation)
    select id, today + interval '1 hour', today + interval '2 hours', 'ws-shared' from unnest(array[s, t]) id
    union all
    select id, today + interval '3 hours' + id * interval '1 second', null, 'ws-open' from unnest(array[s, t]) id
    on conflict do nothing;

    insert into recording_api_command (person_id, issued_by, command, requested_at, succeeded)
    values (s, s, 'start', today, true), (s, t, 'stop', today, true), (t, s, 'stop', today, true),
        (third, s, 'tag', today, true);

    -- both evaluated the same contact: each status on either side, the source's older, as old, newer; approved by the
    -- supervisor, the source, the target, nobody
    insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status, score, updated_at)
    select base + k, 1, third, evaluator,
        (array[third, s, t, null])[1 + (k + case when evaluator = t then k / 4 else 0 end) % 4], status, k,
        today + case when evaluator = s then age * interval '1 minute' else interval '0' end
    from (
        select row_number() over (order by source_status, target_status, age) as k, source_status, target_status, age
        from unnest(array['in_progress', 'completed', 'approved']) source_status,
            unnest(array['in_progress', 'completed', 'approved']) target_status,
            generate_series(-1, 1) age
    ) pair, lateral (values (s, source_status), (t, target_status)) side (evaluator, status)
    order by k, evaluator;

    -- comments with the same numbers on both sides; some evaluations have none
    insert into evaluation_comment (evaluation_id, seq, author_id, body, written_at)
    select evaluation_id, seq, (array[s, t, third])[1 + (seq + score::int) % 3], 'Comment ' || seq, updated_at
    from evaluation, generate_series(1, case when evaluator_id = s then 2 else 3 end) seq
    where ccr_id between base + 1 and base + 27 and (score % 5 <> 0 or evaluator_id = t) and score % 7 <> 0
    order by evaluation_id, seq;

    -- evaluator = approver, evaluator = evaluated, and rows shared with the third user
    insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status, score, updated_at)
    select base + 100 + row_number() over (), 1, evaluated, evaluator, approver, 'approved', 80, today
    from (values
        (third, s, t), (third, t, s), (third, s, s),
        (t, s, third), (t, third, s), (s, t, third), (s, s, null),
        (third, s, third), (third, third, s), (third, third, third)
    ) people (evaluated, evaluator, approver);

    insert into evaluation_comment (evaluation_id, seq, author_id, body, written_at)
    select evaluation_id, seq, (array[s, t, third])[seq], 'Comment ' || seq, today
    from evaluation, generate_series(1, 3) seq
    where ccr_id between base + 101 and base + 110
    order by evaluation_id, seq;

    -- the same goal names, one as long as the column; what they might be renamed to is taken by the target, then by
    -- the source
    insert into contact_goal (owner_id, name, metric, target_value)
    select owner, name, 'handled', 100
    from unnest(array[s, t]) owner, unnest(array[short, long]) name
    union all
    select t, likely, 'handled', 100 from unnest(array[short, long]) name, demo.likely_names(name, source, 1) likely
    union all
    select s, likely, 'handled', 100 from demo.likely_names(short, source, 2) likely;

    -- both have a part in goals of the supervisor: the source's quota larger, smaller, the same; other roles do not
    -- clash
    with goal as (
        insert into contact_goal (owner_id, name, metric, target_value)
        select third, 'Shared goal ' || k || ' of ' || s || ' and ' || t, 'handled', k from generate_series(1, 3) k
        returning goal_id, target_value as k
    ), member as (
        insert into contact_goal_person (goal_id, person_id, role, quota)
        select goal_id, s, 'member', (array[50, 20, 30])[k] from goal
        union all select goal_id, t, 'member', (array[10, 40, 30])[k] from goal
        union all select goal_id, third, 'member', 5 from goal
        union all select goal_id, s, 'lead', 70 from goal where k = 1
        union all select goal_id, t, 'lead', 60 from goal where k = 2
    )
    insert into contact_goal_progress (goal_id, person_id, period_start, achieved)
    select goal_id, s, demo.today() - 30 * k, 7 * k from goal
    union all select goal_id, t, demo.today() - 30 * k, 11 * k from goal
    union all select goal_id, s, demo.today() - 200, 3 from goal
    union all select goal_id, t, demo.today() - 300, 5 from goal
    union all select goal_id, third, demo.today() - 30 * k, 13 from goal;

    -- two files of one contact
    with contact as (
        insert into ccr (acd_server, acd_call_id, leg, person_id, team_id, inbound, started_at, duration_seconds)
        values ('acd-1', base || '-shared', 1, s, demo.team(tenant), true, today, 60),
            ('acd-1', base || '-shared', 2, t, demo.team(tenant), true, today, 60)
        returning ccr_id
    )
    insert into storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
    select ccr_id, 'audio', seq, (array[s, t])[seq], '/store/shared/' || ccr_id || '-' || seq, 480000
    from contact, generate_series(1, 2) seq;

    -- somebody else did it, known since an earlier transfer
    insert into archive_audit (person_id, original_actor_id, action, acted_at)
    values (s, third, 'export', today), (s, s, 'export', today), (s, t, 'export', today), (t, s, 'export', today),
        (s, null, 'export', today), (third, s, 'export', today);

    insert into wfo_audit_event (actor_id, original_actor_id, subject_id, event_type, occurred_at)
    values (s, third, t, 'role-changed', today), (s, s, s, 'role-changed', today), (s, t, null, 'role-changed', today),
        (t, s, s, 'role-changed', today), (s, null, t, 'role-changed', today), (third, s, s, 'role-changed', today);
end
$$;

-- Tenants acme and globex. anna.leaver to tom.taker meets every conflict; fred.failing to gina.blocked fails in the
-- other product.
create or replace function demo.sample(rows_large integer default 1000) returns void
    language plpgsql as $$
declare
    suite_user_id text;
begin
    perform demo.add_user('acme', 'anna.leaver', 'Anna Leaver');
    perform demo.populate('acme', 'anna.leaver', rows_large, least(rows_large, 20));

    perform demo.add_user('acme', 'inactive.ina', 'Inactive Ina', active => false);
    foreach suite_user_id in array array[
        'tom.taker', 'bea', 'carl', 'dora', 'inactive.ina', 'only.qm', 'fred.failing', 'gina.blocked']
    loop
        perform demo.add_user('acme', suite_user_id, initcap(replace(suite_user_id, '.', ' ')));
        perform demo.populate('acme', suite_user_id, 10, 10, 2);
    end loop;
    perform demo.add_alias('acme', 'tom.alias', 'tom.taker');
    perform demo.add_conflicts('acme', 'anna.leaver', 'tom.taker');

    foreach suite_user_id in array array['anna.leaver', 'tom.taker'] loop
        perform demo.add_user('globex', suite_user_id, initcap(replace(suite_user_id, '.', ' ')));
        perform demo.populate('globex', suite_user_id, 10, 10, 3);
    end loop;
    perform demo.analyze();
end
$$;
