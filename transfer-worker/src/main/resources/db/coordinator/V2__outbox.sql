-- Messages that leave only if the transaction that appended them commits: one row per batch, its columns side by side.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    topics      text[]      NOT NULL,
    keys        text[]      NOT NULL,
    event_ids   text[]      NOT NULL,
    payloads    bytea[]     NOT NULL
) WITH (fillfactor = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
