-- Reference schema of the classic Workforce Management product, PostgreSQL 15 and later: the tables of its 25 data
-- types. It stands in for the product's own tables, which a deployer describes in the catalogue instead.
-- The deprecated table of the type "alert" is in alert.sql, since an installation may lack it.

create extension if not exists btree_gist;

-- The product's own agent. Several suite accounts may lead to one agent.
create table agent (
    agent_id     bigint generated always as identity constraint agent_pk primary key,
    tenant_id    text not null,
    display_name text not null
);

create table agent_account (
    tenant_id     text    not null,
    suite_user_id text    not null,
    agent_id      bigint  not null constraint agent_account_agent_fk references agent,
    active        boolean not null default true,
    constraint agent_account_pk primary key (tenant_id, suite_user_id)
);
create index agent_account_agent on agent_account (agent_id);

-- 12 user-messaging-request: one without a recipient is addressed to whoever is on duty

create table user_messaging_request (
    request_id   bigint generated always as identity constraint user_messaging_request_pk primary key,
    requester_id bigint      not null constraint user_messaging_request_requester_fk references agent,
    recipient_id bigint      constraint user_messaging_request_recipient_fk references agent,
    request_type text        not null,
    status       text        not null
        constraint user_messaging_request_status_known check (status in ('open', 'granted', 'refused')),
    requested_at timestamptz not null
);
create index user_messaging_request_requester on user_messaging_request (requester_id);
create index user_messaging_request_recipient on user_messaging_request (recipient_id);

-- 13 user-messaging-request-comment

create table user_messaging_request_comment (
    user_messaging_request_comment_id bigint generated always as identity
        constraint user_messaging_request_comment_pk primary key,
    request_id                        bigint      not null
        constraint user_messaging_request_comment_request_fk references user_messaging_request,
    seq                               integer     not null,
    author_id                         bigint      not null
        constraint user_messaging_request_comment_author_fk references agent,
    body                              text        not null,
    written_at                        timestamptz not null default now(),
    constraint user_messaging_request_comment_key unique (request_id, seq)
);
create index user_messaging_request_comment_author on user_messaging_request_comment (author_id);

-- 14 user-server-request

create table user_server_request (
    user_server_request_id bigint generated always as identity constraint user_server_request_pk primary key,
    requested_by           bigint  not null constraint user_server_request_requested_by_fk references agent,
    job_type               text    not null,
    schedule               text    not null,
    parameters             text    not null default '',
    recurring              boolean not null default false
);
create index user_server_request_requested_by on user_server_request (requested_by);
create unique index user_server_request_recurring
    on user_server_request (requested_by, job_type, schedule, parameters) where recurring;

-- 16 view

create table view_assignment (
    view_assignment_id bigint generated always as identity constraint view_assignment_pk primary key,
    view_id            bigint      not null,
    user_id            bigint      not null constraint view_assignment_user_fk references agent,
    granted_at         timestamptz not null default now(),
    constraint view_assignment_key unique (view_id, user_id)
);
create index view_assignment_user on view_assignment (user_id);

create table view_member (
    view_member_id bigint generated always as identity constraint view_member_pk primary key,
    view_id        bigint not null,
    agent_id       bigint not null constraint view_member_agent_fk references agent,
    constraint view_member_key unique (view_id, agent_id)
);
create index view_member_agent on view_member (agent_id);

-- 17 workflow-condition

create table workflow_condition (
    workflow_condition_id bigint generated always as identity constraint workflow_condition_pk primary key,
    rule_id               bigint not null,
    condition_type        text   not null,
    user_id               bigint not null constraint workflow_condition_user_fk references agent,
    created_by            bigint not null constraint workflow_condition_created_by_fk references agent,
    operand               text   not null default '',
    constraint workflow_condition_key unique (rule_id, condition_type, user_id)
);
create index workflow_condition_user on workflow_condition (user_id);
create index workflow_condition_created_by on workflow_condition (created_by);

-- 18 accumulated-vacation-hours

create table accumulated_vacation_hours (
    accumulated_vacation_hours_id bigint generated always as identity
        constraint accumulated_vacation_hours_pk primary key,
    agent_id                      bigint        not null
        constraint accumulated_vacation_hours_agent_fk references agent,
    plan_id                       bigint        not null,
    year                          integer       not null,
    accrued                       numeric(7, 2) not null,
    taken                         numeric(7, 2) not null default 0,
    remaining                     numeric(7, 2) generated always as (accrued - taken) stored,
    constraint accumulated_vacation_hours_key unique (agent_id, plan_id, year)
);

-- 19 skill-mapping: a priority within a mapping belongs to one agent only

create table skill_mapping (
    skill_mapping_id bigint generated always as identity constraint skill_mapping_pk primary key,
    mapping_id       bigint   not null,
    agent_id         bigint   not null constraint skill_mapping_agent_fk references agent,
    priority         integer  not null,
    proficiency      smallint not null default 1,
    constraint skill_mapping_key unique (mapping_id, agent_id),
    constraint skill_mapping_priority_key unique (mapping_id, priority)
);
create index skill_mapping_agent on skill_mapping (agent_id);

-- 20 agent-assigned-exception

create table agent_assigned_exception (
    agent_assigned_exception_id bigint generated always as identity constraint agent_assigned_exception_pk primary key,
    agent_id                    bigint      not null constraint agent_assigned_exception_agent_fk references agent,
    exception_id                bigint      not null,
    starts_at                   timestamptz not null,
    ends_at                     timestamptz not null,
    assigned_by                 bigint      constraint agent_assigned_exception_assigned_by_fk references agent,
    constraint agent_assigned_exception_key unique (agent_id, exception_id, starts_at),
    constraint agent_assigned_exception_ends_after_start check (ends_at > starts_at)
);

-- 21 agent-schedule

create table agent_schedule (
    agent_schedule_id bigint generated always as identity constraint agent_schedule_pk primary key,
    agent_id          bigint  not null constraint agent_schedule_agent_fk references agent,
    day               date    not null,
    during            tsrange not null constraint agent_schedule_not_empty check (not isempty(during)),
    published         boolean not null default true,
    constraint agent_schedule_key unique (agent_id, day),
    constraint agent_schedule_no_overlap exclude using gist (agent_id with =, during with &&)
);

create table agent_schedule_activity (
    agent_schedule_activity_id bigint generated always as identity constraint agent_schedule_activity_pk primary key,
    agent_schedule_id          bigint  not null
        constraint agent_schedule_activity_schedule_fk references agent_schedule on delete cascade,
    starts_at_minute           integer not null,
    activity_id                bigint  not null,
    minutes                    integer not null,
    constraint agent_schedule_activity_key unique (agent_schedule_id, starts_at_minute)
);

-- 22 project: the project itself is shared and stays

create table agent_project (
    agent_project_id bigint generated always as identity constraint agent_project_pk primary key,
    agent_id         bigint        not null constraint agent_project_agent_fk references agent,
    project_id       bigint        not null,
    starts_at        timestamptz   not null,
    share            numeric(3, 2) not null default 1,
    constraint agent_project_key unique (agent_id, project_id, starts_at)
);

-- 23 agent-work-shift

create table agent_work_shift (
    agent_work_shift_id bigint generated always as identity constraint agent_work_shift_pk primary key,
    agent_id            bigint     not null constraint agent_work_shift_agent_fk references agent,
    shift_id            bigint     not null,
    effective_from      date       not null,
    weekdays            smallint[] not null default array[1, 2, 3, 4, 5]::smallint[],
    constraint agent_work_shift_key unique (agent_id, shift_id, effective_from)
);

-- 24 agent-service-productivity: one table per grain; the finest is partitioned by month

create table agent_service_productivity_interval (
    productivity_id bigint generated always as identity,
    agent_id        bigint      not null constraint agent_service_productivity_interval_agent_fk references agent,
    service_id      bigint      not null,
    period_start    timestamptz not null,
    handled         integer     not null,
    talk_seconds    integer     not null,
    constraint agent_service_productivity_interval_pk primary key (productivity_id, period_start),
    constraint agent_service_productivity_interval_key unique (agent_id, service_id, period_start)
) partition by range (period_start);

create table agent_service_productivity_interval_default
    partition of agent_service_productivity_interval default;

do $$
declare
    month timestamp;
begin
    for month in select generate_series(timestamp '2025-10-01', timestamp '2026-12-01', interval '1 month') loop
        execute format(
            'create table %I partition of agent_service_productivity_interval for values from (%L) to (%L)',
            'agent_service_productivity_interval_' || to_char(month, 'YYYY_MM'),
            month at time zone 'UTC',
            (month + interval '1 month') at time zone 'UTC');
    end loop;
end
$$;

create table agent_service_productivity_day (
    productivity_id bigint generated always as identity constraint agent_service_productivity_day_pk primary key,
    agent_id        bigint  not null constraint agent_service_productivity_day_agent_fk references agent,
    service_id      bigint  not null,
    period_start    date    not null,
    handled         integer not null,
    talk_seconds    integer not null,
    constraint agent_service_productivity_day_key unique (agent_id, service_id, period_start)
);

create table agent_service_productivity_week (
    productivity_id bigint generated always as identity constraint agent_service_productivity_week_pk primary key,
    agent_id        bigint  not null constraint agent_service_productivity_week_agent_fk references agent,
    service_id      bigint  not null,
    period_start    date    not null,
    handled         integer not null,
    talk_seconds    integer not null,
    constraint agent_service_productivity_week_key unique (agent_id, service_id, period_start)
);

create table agent_service_productivity_month (
    productivity_id bigint generated always as identity constraint agent_service_productivity_month_pk primary key,
    agent_id        bigint  not null constraint agent_service_productivity_month_agent_fk references agent,
    service_id      bigint  not null,
    period_start    date    not null,
    handled         integer not null,
    talk_seconds    integer not null,
    constraint agent_service_productivity_month_key unique (agent_id, service_id, period_start)
);

create table agent_service_productivity_year (
    productivity_id bigint generated always as identity constraint agent_service_productivity_year_pk primary key,
    agent_id        bigint  not null constraint agent_service_productivity_year_agent_fk references agent,
    service_id      bigint  not null,
    period_start    date    not null,
    handled         integer not null,
    talk_seconds    bigint  not null,
    constraint agent_service_productivity_year_key unique (agent_id, service_id, period_start)
);

-- 25 agent-productivity

create table agent_productivity (
    agent_productivity_id bigint generated always as identity constraint agent_productivity_pk primary key,
    agent_id              bigint      not null constraint agent_productivity_agent_fk references agent,
    grain                 text        not null
        constraint agent_productivity_grain_known check (grain in ('interval', 'day', 'week', 'month', 'year')),
    period_start          timestamptz not null,
    signed_in_seconds     integer     not null,
    productive_seconds    integer     not null,
    constraint agent_productivity_key unique (agent_id, grain, period_start)
);

-- 26 agent-offline-activity-hours

create table agent_offline_activity_hours (
    agent_offline_activity_hours_id bigint generated always as identity
        constraint agent_offline_activity_hours_pk primary key,
    agent_id                        bigint        not null
        constraint agent_offline_activity_hours_agent_fk references agent,
    day                             date          not null,
    activity_id                     bigint        not null,
    hours                           numeric(4, 2) not null,
    constraint agent_offline_activity_hours_key unique (agent_id, day, activity_id)
);

-- 27 agent-group-day-allocation

create table agent_group_day_allocation (
    agent_group_day_allocation_id bigint generated always as identity
        constraint agent_group_day_allocation_pk primary key,
    agent_id                      bigint        not null
        constraint agent_group_day_allocation_agent_fk references agent,
    group_id                      bigint        not null,
    day                           date          not null,
    share                         numeric(3, 2) not null default 1,
    constraint agent_group_day_allocation_key unique (agent_id, group_id, day)
);

-- 28 historical-activity

create table historical_activity (
    historical_activity_id bigint generated always as identity constraint historical_activity_pk primary key,
    agent_id               bigint      not null constraint historical_activity_agent_fk references agent,
    starts_at              timestamptz not null,
    activity_id            bigint      not null,
    seconds                integer     not null,
    constraint historical_activity_key unique (agent_id, starts_at, activity_id)
);

-- 29 agent-work-hours: four eyes, nobody approves their own hours

create table agent_work_hours (
    agent_work_hours_id bigint generated always as identity constraint agent_work_hours_pk primary key,
    agent_id            bigint        not null constraint agent_work_hours_agent_fk references agent,
    effective_from      date          not null,
    weekly_hours        numeric(4, 2) not null,
    approved_by         bigint        constraint agent_work_hours_approved_by_fk references agent,
    constraint agent_work_hours_key unique (agent_id, effective_from),
    constraint agent_work_hours_four_eyes check (agent_id <> approved_by)
);

-- 30 agent-real-time-state: exactly one row per agent, written by a live feed

create table agent_real_time_state (
    agent_id bigint constraint agent_real_time_state_pk primary key
        constraint agent_real_time_state_agent_fk references agent,
    state    text        not null,
    since    timestamptz not null
);

-- 31 dynamic-schedule

create table dynamic_schedule (
    dynamic_schedule_id bigint generated always as identity constraint dynamic_schedule_pk primary key,
    agent_id            bigint      not null constraint dynamic_schedule_agent_fk references agent,
    event_id            bigint      not null,
    offered_at          timestamptz not null,
    constraint dynamic_schedule_key unique (agent_id, event_id)
);

-- 32 dynamic-schedule-shift

create table dynamic_schedule_shift (
    dynamic_schedule_shift_id bigint generated always as identity constraint dynamic_schedule_shift_pk primary key,
    dynamic_schedule_id       bigint      not null
        constraint dynamic_schedule_shift_parent_fk references dynamic_schedule on delete cascade,
    agent_id                  bigint      not null constraint dynamic_schedule_shift_agent_fk references agent,
    starts_at                 timestamptz not null,
    minutes                   integer     not null,
    constraint dynamic_schedule_shift_key unique (dynamic_schedule_id, starts_at)
);
create index dynamic_schedule_shift_agent on dynamic_schedule_shift (agent_id);

-- 33 dynamic-schedule-event-parameter

create table dynamic_schedule_event_parameter (
    dynamic_schedule_event_parameter_id bigint generated always as identity
        constraint dynamic_schedule_event_parameter_pk primary key,
    dynamic_schedule_id                 bigint not null
        constraint dynamic_schedule_event_parameter_parent_fk references dynamic_schedule on delete cascade,
    agent_id                            bigint not null
        constraint dynamic_schedule_event_parameter_agent_fk references agent,
    name                                text   not null,
    value                               json   not null,
    constraint dynamic_schedule_event_parameter_key unique (dynamic_schedule_id, name)
);
create index dynamic_schedule_event_parameter_agent on dynamic_schedule_event_parameter (agent_id);

-- 34 multiskill-mapping

create table multiskill_mapping (
    multiskill_mapping_id bigint generated always as identity constraint multiskill_mapping_pk primary key,
    multiskill_group_id   bigint        not null,
    agent_id              bigint        not null constraint multiskill_mapping_agent_fk references agent,
    weight                numeric(3, 2) not null default 1,
    constraint multiskill_mapping_key unique (multiskill_group_id, agent_id)
);
create index multiskill_mapping_agent on multiskill_mapping (agent_id);

-- 35 work-condition-mapping

create table work_condition_mapping (
    work_condition_mapping_id bigint generated always as identity constraint work_condition_mapping_pk primary key,
    agent_id                  bigint not null constraint work_condition_mapping_agent_fk references agent,
    agent_work_shift_id       bigint not null
        constraint work_condition_mapping_shift_fk references agent_work_shift,
    condition_id              bigint not null,
    constraint work_condition_mapping_key unique (agent_id, condition_id)
);
create index work_condition_mapping_shift on work_condition_mapping (agent_work_shift_id);

-- 36 vacation-plan-mapping

create table vacation_plan_mapping (
    vacation_plan_mapping_id bigint generated always as identity constraint vacation_plan_mapping_pk primary key,
    agent_id                 bigint  not null constraint vacation_plan_mapping_agent_fk references agent,
    plan_id                  bigint  not null,
    effective_from           date    not null,
    is_current               boolean not null default false,
    constraint vacation_plan_mapping_key unique (agent_id, plan_id, effective_from)
);
create unique index vacation_plan_mapping_one_current on vacation_plan_mapping (agent_id) where is_current;
