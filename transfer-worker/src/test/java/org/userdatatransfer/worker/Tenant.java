package org.userdatatransfer.worker;

/** A customer, and its users in both products. */
record Tenant(Suite suite, String name) {

    private static final int ROWS = 10;

    /** Users with rows of every type in both products. */
    Tenant withUsers(String... users) {
        for (var user : users) {
            suite.both("select demo.add_user(?, ?, ?)", name, user, user);
            suite.both("select demo.populate(?, ?, ?, ?, 2)", name, user, ROWS, ROWS);
        }
        return this;
    }

    /** A user with rows of every type in Quality Management only. */
    Tenant withUserOfQmOnly(String user) {
        suite.qm("select demo.add_user(?, ?, ?)", name, user, user);
        suite.qm("select demo.populate(?, ?, ?, ?, 2)", name, user, ROWS, ROWS);
        return this;
    }

    /** A user who is known in both products and has no rows. */
    Tenant withNewcomer(String user) {
        suite.both("select demo.add_user(?, ?, ?)", name, user, user);
        return this;
    }

    /** Someone who has left already. */
    Tenant withInactiveUser(String user) {
        suite.both("select demo.add_user(?, ?, ?, active => false)", name, user, user);
        return this;
    }

    /** A second suite account of the same person. */
    Tenant withAlias(String alias, String of) {
        suite.both("select demo.add_alias(?, ?, ?)", name, alias, of);
        return this;
    }

    /** Users prefix-1 to prefix-n, with one row in every table. */
    Tenant withCrowd(String prefix, int n) {
        suite.both("select demo.bulk_users(?, ?, ?, 1)", name, prefix, n);
        return this;
    }

    /** Everything that can clash when the one's rows become the other's. */
    Tenant withConflicts(String source, String target) {
        suite.both("select demo.add_conflicts(?, ?, ?)", name, source, target);
        return this;
    }

    /** The second approved hours of the first, who so cannot become the second: nobody approves their own. */
    Tenant withHoursApprovedBy(String user, String approver) {
        suite.wfm(
                """
                insert into agent_work_hours (agent_id, effective_from, weekly_hours, approved_by)
                values (demo.user_id(?, ?), demo.today() + 100, 38, demo.user_id(?, ?))
                """,
                name,
                user,
                name,
                approver);
        return this;
    }

    /** Rows of every kind that name both, one in each role. */
    Tenant withRowsOfBoth(String first, String second) {
        return withConflicts(first, second);
    }

    /** Rows of the leaver that name the other too, and that a rule removes in favour of rows of the heir, and back. */
    Tenant withClashOfBoth(String leaver, String heir, String other) {
        suite.qm(
                """
                with evaluation as (
                    insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status)
                    select 900000000000 + 10 * demo.user_id(u.t, u.l) + k, 1, demo.supervisor(u.t),
                        who, approver, status
                    from (values (?, ?, ?, ?)) u (t, l, h, o),
                        lateral (values
                            (1, demo.user_id(u.t, u.l), demo.user_id(u.t, u.o), 'in_progress'),
                            (1, demo.user_id(u.t, u.h), null, 'approved'),
                            (2, demo.user_id(u.t, u.l), null, 'approved'),
                            (2, demo.user_id(u.t, u.h), demo.user_id(u.t, u.o), 'in_progress'))
                            evaluation (k, who, approver, status)
                    returning evaluation_id, evaluator_id
                )
                insert into evaluation_comment (evaluation_id, seq, author_id, body)
                select evaluation_id, 1, demo.user_id(?, ?), 'Seen.' from evaluation
                """,
                name,
                leaver,
                heir,
                other,
                name,
                other);
        suite.wfm(
                """
                insert into workflow_condition (rule_id, condition_type, user_id, created_by)
                select 900000000000 + demo.user_id(u.t, u.l), 'approver', demo.user_id(u.t, who), demo.user_id(u.t, u.o)
                from (values (?, ?, ?, ?)) u (t, l, h, o), unnest(array[u.l, u.h]) who
                """,
                name,
                leaver,
                heir,
                other);
        return this;
    }
}
