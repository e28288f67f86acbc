-- Messages that leave only if the transaction that appended them commits: one row per batch, its columns side by side.
create table outbox (
    id          bigint generated always as identity primary key,
    appended_at timestamptz not null default clock_timestamp(),
    topics      text[]      not null,
    keys        text[]      not null,
    event_ids   text[]      not null,
    payloads    bytea[]     not null
) with (fillfactor = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
