-- 15 alert: deprecated, and absent from newer installations. Run after schema.sql where it is wanted.

create table alert (
    alert_id   bigint generated always as identity constraint alert_pk primary key,
    user_id    bigint      not null constraint alert_user_fk references agent,
    alert_type text        not null,
    subject    text        not null,
    raised_at  timestamptz not null default now(),
    constraint alert_key unique (user_id, alert_type, subject)
);
