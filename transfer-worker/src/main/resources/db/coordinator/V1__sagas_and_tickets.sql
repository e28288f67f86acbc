-- The data types of transfers as they were pinned; most transfers share one plan, so it is kept once. A plan stays when
-- its transfers are forgotten, since workers have it in memory: one of some kilobytes for each selection of data types that
-- was ever asked for.
CREATE TABLE saga_plan (
    plan_id uuid PRIMARY KEY,
    types   text NOT NULL
);

-- One row per transfer. state is the saga; everything else is projected from it, so that sweeps and queries need not
-- read every saga. A row without a request remembers a cancel that came first, or a request that is being accepted.
-- Hot: room for updates on the page, and no index on a column that changes with every report.
CREATE TABLE saga (
    transfer_id  uuid PRIMARY KEY,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(), -- in the order of the requests
    tenant       text COLLATE "C",
    source       text COLLATE "C",
    target       text COLLATE "C",
    request      text,
    plan_id      uuid,
    early_cancel text,
    state        text,
    phase        text,
    ticket       bigint,      -- the one under which it took effect, while it is in effect
    due_at       timestamptz, -- may be earlier than what is really due next, never later
    ended_at  timestamptz
) WITH (fillfactor = 70);

CREATE INDEX saga_due ON saga (due_at, created_at) WHERE due_at IS NOT NULL;
CREATE INDEX saga_ended ON saga (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX saga_source ON saga (tenant, source);
CREATE INDEX saga_target ON saga (tenant, target);
CREATE INDEX saga_created ON saga (created_at);
CREATE INDEX saga_needs_operator ON saga (created_at) WHERE phase = 'NEEDS_OPERATOR';

-- Every transition, with its time, its cause and who asked.
CREATE TABLE saga_history (
    entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_id uuid NOT NULL,
    at          timestamptz NOT NULL,
    from_phase  text,
    to_phase    text NOT NULL,
    epoch       int NOT NULL,
    cause       text NOT NULL,
    asked_by    text,
    message     text
);

CREATE INDEX saga_history_transfer ON saga_history (transfer_id, entry_id);

-- What sagas ask of the queues of their users, until promotion has heard it.
CREATE TABLE ticket_call (
    call_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_id uuid NOT NULL,
    call        text NOT NULL,
    tenant      text NOT NULL,
    source      text NOT NULL,
    target      text NOT NULL,
    locks_users boolean NOT NULL
);

CREATE INDEX ticket_call_transfer ON ticket_call (transfer_id);

-- A transfer that waits for its users (WAITING), is at the head of both queues (READY), runs (RUNNING), or keeps its
-- users until an operator has decided (PARKED). Changed by promotion only, one at a time.
CREATE TABLE ticket (
    transfer_id uuid PRIMARY KEY,
    ticket      bigint NOT NULL,
    tenant      text COLLATE "C" NOT NULL,
    source      text COLLATE "C" NOT NULL,
    target      text COLLATE "C" NOT NULL,
    state       text NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX ticket_ready ON ticket (tenant, ticket) WHERE state = 'READY';
CREATE INDEX ticket_running ON ticket (tenant) WHERE state = 'RUNNING';

-- The queue of each user: the least ticket is its head.
CREATE TABLE user_queue (
    tenant      text COLLATE "C" NOT NULL,
    user_id     text COLLATE "C" NOT NULL,
    ticket      bigint NOT NULL,
    transfer_id uuid NOT NULL,
    PRIMARY KEY (tenant, user_id, ticket)
);

-- Whoever holds this row promotes, and is the only one to do so: tickets are numbered in the order they take effect.
CREATE TABLE promotion (
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    last_ticket bigint NOT NULL DEFAULT 0
);

INSERT INTO promotion DEFAULT VALUES;
