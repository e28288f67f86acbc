-- Reference schema of the Quality Management product, PostgreSQL 15 and later: the tables of its 11 data types.
-- It stands in for the product's own tables, which a deployer describes in the catalogue instead.

-- The product's own person. Several suite accounts may lead to one person.
create table person (
    person_id    bigint generated always as identity constraint person_pk primary key,
    tenant_id    text not null,
    display_name text not null
);

create table person_account (
    tenant_id     text    not null,
    suite_user_id text    not null,
    person_id     bigint  not null constraint person_account_person_fk references person,
    active        boolean not null default true,
    constraint person_account_pk primary key (tenant_id, suite_user_id)
);
create index person_account_person on person_account (person_id);

create table team (
    team_id   bigint generated always as identity constraint team_pk primary key,
    tenant_id text not null,
    name      text not null,
    constraint team_key unique (tenant_id, name)
);

-- 1 login-state

create table login_state (
    login_state_id bigint generated always as identity constraint login_state_pk primary key,
    person_id      bigint      not null constraint login_state_person_fk references person,
    login_at       timestamptz not null,
    logged_out_at  timestamptz,
    workstation    text        not null,
    constraint login_state_key unique (person_id, login_at)
);
create unique index login_state_open_session on login_state (person_id) where logged_out_at is null;

-- 2 recording-api-command

create table recording_api_command (
    command_id   bigint generated always as identity constraint recording_api_command_pk primary key,
    person_id    bigint      not null constraint recording_api_command_person_fk references person,
    issued_by    bigint      constraint recording_api_command_issued_by_fk references person,
    command      text        not null
        constraint recording_api_command_known check (command in ('start', 'stop', 'pause', 'resume', 'tag')),
    requested_at timestamptz not null,
    succeeded    boolean     not null
);
create index recording_api_command_person on recording_api_command (person_id);

-- 3 ccr

create table ccr (
    ccr_id           bigint generated always as identity constraint ccr_pk primary key,
    acd_server       text        not null,
    acd_call_id      text        not null,
    leg              smallint    not null,
    person_id        bigint      not null constraint ccr_person_fk references person,
    team_id          bigint      constraint ccr_team_fk references team,
    inbound          boolean     not null,
    started_at       timestamptz not null,
    duration_seconds integer     not null,
    constraint ccr_key unique (acd_server, acd_call_id, leg)
);
create index ccr_person on ccr (person_id);

-- 4 evaluation: agent_id is the evaluated person, who stays

create table evaluation (
    evaluation_id bigint generated always as identity constraint evaluation_pk primary key,
    ccr_id        bigint      not null,
    form_id       bigint      not null,
    agent_id      bigint      not null constraint evaluation_agent_fk references person,
    evaluator_id  bigint      not null constraint evaluation_evaluator_fk references person,
    approver_id   bigint      constraint evaluation_approver_fk references person,
    status        text        not null
        constraint evaluation_status_known check (status in ('in_progress', 'completed', 'approved')),
    score         numeric(5, 2),
    updated_at    timestamptz not null default now(),
    constraint evaluation_key unique (ccr_id, form_id, evaluator_id)
);
create index evaluation_evaluator on evaluation (evaluator_id);
create index evaluation_approver on evaluation (approver_id);

-- 5 evaluation-comment

create table evaluation_comment (
    evaluation_comment_id bigint generated always as identity constraint evaluation_comment_pk primary key,
    evaluation_id         bigint      not null
        constraint evaluation_comment_evaluation_fk references evaluation on delete cascade,
    seq                   integer     not null,
    author_id             bigint      not null constraint evaluation_comment_author_fk references person,
    body                  text        not null,
    written_at            timestamptz not null default now(),
    constraint evaluation_comment_key unique (evaluation_id, seq)
);
create index evaluation_comment_author on evaluation_comment (author_id);

-- 6 contact-goal

create table contact_goal (
    goal_id      bigint generated always as identity constraint contact_goal_pk primary key,
    owner_id     bigint      not null constraint contact_goal_owner_fk references person,
    name         varchar(80) not null,
    metric       text        not null,
    target_value integer     not null,
    constraint contact_goal_key unique (owner_id, name)
);

-- 7 contact-goal-person

create table contact_goal_person (
    goal_id   bigint  not null constraint contact_goal_person_goal_fk references contact_goal,
    person_id bigint  not null constraint contact_goal_person_person_fk references person,
    role      text    not null
        constraint contact_goal_person_role_known check (role in ('member', 'lead')),
    quota     integer not null,
    constraint contact_goal_person_pk primary key (goal_id, person_id, role)
);
create index contact_goal_person_person on contact_goal_person (person_id);

-- 8 contact-goal-progress

create table contact_goal_progress (
    goal_id      bigint not null constraint contact_goal_progress_goal_fk references contact_goal,
    person_id    bigint not null constraint contact_goal_progress_person_fk references person,
    period_start date   not null,
    achieved     bigint not null,
    constraint contact_goal_progress_pk primary key (goal_id, person_id, period_start)
);
create index contact_goal_progress_person on contact_goal_progress (person_id);

-- 9 storage-file: metadata only, the files stay where stored_path says

create table storage_file (
    storage_file_id bigint generated always as identity constraint storage_file_pk primary key,
    ccr_id          bigint   not null,
    kind            text     not null,
    seq             smallint not null,
    owner_id        bigint   not null constraint storage_file_owner_fk references person,
    stored_path     text     not null,
    size_bytes      bigint   not null,
    constraint storage_file_key unique (ccr_id, kind, seq)
);
create index storage_file_owner on storage_file (owner_id);

-- 10 archive-audit

create table archive_audit (
    audit_id          bigint generated always as identity constraint archive_audit_pk primary key,
    person_id         bigint      not null constraint archive_audit_person_fk references person,
    original_actor_id bigint      constraint archive_audit_original_actor_fk references person,
    action            text        not null,
    acted_at          timestamptz not null
);
create index archive_audit_person on archive_audit (person_id);

-- 11 wfo-audit-event

create table wfo_audit_event (
    event_id          bigint generated always as identity constraint wfo_audit_event_pk primary key,
    actor_id          bigint      not null constraint wfo_audit_event_actor_fk references person,
    original_actor_id bigint      constraint wfo_audit_event_original_actor_fk references person,
    subject_id        bigint      constraint wfo_audit_event_subject_fk references person,
    event_type        text        not null,
    occurred_at       timestamptz not null
);
create index wfo_audit_event_actor on wfo_audit_event (actor_id);
