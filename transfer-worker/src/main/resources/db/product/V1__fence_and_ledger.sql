-- What the worker keeps in a product's own database, so that it commits with the rows it is about.
-- Names that are keys are collated by their bytes: that is quick, and no system's new sorting order breaks what keeps them unique.

-- One row per transfer and data type: whether a sub-task may act, and what it said when it did.
CREATE TABLE sub_task_fence (
    transfer_id   uuid    NOT NULL,
    data_type     text COLLATE "C" NOT NULL, -- '*' and a product's name is the row that VERIFY passes, for all its types at once
    epoch         integer NOT NULL,
    step          integer NOT NULL,
    applied_epoch integer,           -- the epoch whose ledger entries are in effect; null: nothing to take back
    applied_since timestamptz,       -- when they began to be
    slice_cursor  bigint,            -- where the next slice of a large data type goes on
    slice_verdict text,              -- what happens to the target's rows, decided with the first slice; RESTORE: an undo; null: not begun
    slice_removed bigint,            -- rows removed so far
    slice_report  text,              -- what the last slice of an undo said that has failed since: the next one goes on from it
    source_id     text,              -- the product's own ids of the two users
    target_id     text,
    report        text,              -- the report of (epoch, step), as JSON
    PRIMARY KEY (transfer_id, data_type)
) WITH (fillfactor = 25); -- a row is three times as long once it has its report, and shall stay on its page: no index entry

-- What was done to which rows, and by which rule. An entry per statement and transfer, its rows as arrays; several if there are many.
-- Partitioned by month, so that what is older than its retention is dropped and leaves no bloat. The time of writing will
-- do for that: the fence lets no late duplicate write a second entry elsewhere.
CREATE SEQUENCE row_ledger_entry;
CREATE TABLE row_ledger (
    entry_id      bigint      NOT NULL DEFAULT nextval('${flyway:defaultSchema}.row_ledger_entry'),
    transfer_id   uuid        NOT NULL,
    data_type     text        NOT NULL,
    epoch         integer     NOT NULL,
    op            smallint    NOT NULL, -- the statement's number; an undo goes by entry_id and takes neighbours of one number back together
    kind          text        NOT NULL CHECK (kind IN ('MOVED', 'REMOVED', 'CHANGED')),
    table_name    text        NOT NULL,
    user_column   text,                 -- MOVED: the column that was set from source to target
    rule          text        NOT NULL, -- what decided: a rule's name, or the strategy's; 'late', 'successor'
    key_columns   text[]      NOT NULL,
    set_columns   text[]      NOT NULL DEFAULT '{}', -- CHANGED: the columns that were set; MOVED: filled with the source
    added_columns text[]      NOT NULL DEFAULT '{}', -- CHANGED: those that were added to, and are subtracted from again
    bigint_keys   bigint[],             -- the rows' keys where the key is one integer
    json_keys     jsonb[],              -- else: each an array of the key columns' values; values of types that JSON lacks are kept as text
    images        json[],               -- REMOVED: the rows whole
    before        json[],               -- CHANGED: the columns that were set
    after         json[],
    rows          integer     NOT NULL,
    pairs         integer     NOT NULL, -- pairs of (row, user column) that name the source or the target
    written_at    timestamptz NOT NULL DEFAULT clock_timestamp()
) PARTITION BY RANGE (written_at);
-- Of its transfer alone: equal keys are kept once, so that a transfer of every data type is one place in the index, not forty.
CREATE INDEX row_ledger_of_transfer ON row_ledger (transfer_id);
-- An undo, which knows an entry's number once it has read what to do, would find it among all of its transfer without this.
CREATE INDEX row_ledger_by_number ON row_ledger (entry_id);

-- Who took over from whom, for data types whose rows name several users: a row that an undo puts back may name a user
-- who has been transferred since, and then names that user's successor.
CREATE TABLE user_succession (
    transfer_id uuid        NOT NULL,
    data_type   text COLLATE "C" NOT NULL,
    epoch       integer     NOT NULL,
    source_id   text        NOT NULL,
    target_id   text        NOT NULL,
    since       timestamptz NOT NULL DEFAULT clock_timestamp(),
    undone_at   timestamptz, -- since then the source has the rows again that the transfer had moved
    PRIMARY KEY (transfer_id, data_type, epoch)
);
CREATE INDEX user_succession_of_source ON user_succession (data_type, source_id);
CREATE INDEX user_succession_of_target ON user_succession (data_type, target_id);
