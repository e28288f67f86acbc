package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.function.Function;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/** The handovers of a batch in SQL, and how a statement finds the rows of their users. */
public final class HandoverSql {

    private HandoverSql() {}

    /** A relation {@code handover} of the batch; every statement starts with it. */
    public static String relation(String userType) {
        return SqlTemplate.of(
                """
                WITH handover AS (
                    SELECT * FROM unnest(:transfers::text[]::uuid[], :epochs::integer[], :sources::text[]::{type}[],
                                         :targets::text[]::{type}[], :names::text[])
                        AS h(transfer_id, epoch, source, target, source_name))""")
                .with("type", userType)
                .sql();
    }

    /**
     * How many user columns of a row name one of the two users of {@code handover}.
     *
     * @param value the value of a user column, as SQL
     */
    public static String pairs(List<SqlIdentifier> users, Function<SqlIdentifier, String> value, String handover) {
        return users.isEmpty()
                ? "0"
                : SqlText.join(
                        users,
                        " + ",
                        u -> "coalesce((%s IN (%s.source, %s.target))::integer, 0)"
                                .formatted(value.apply(u), handover, handover));
    }

    /**
     * {@code column} names {@code user}, a column of the handovers: equality that only an index on the column can
     * serve. As a join by {@code =}, the planner would read the whole table where it thinks that a few users have most
     * of its rows: a batch of ten took a second beside a million rows of somebody else.
     */
    static String indexed(String column, String user) {
        return "%s = ANY (ARRAY[%s])".formatted(column, user);
    }

    /**
     * The same, but no index can serve it: for statements that know their rows by their place. Where most users have
     * few rows, the planner would rather go through all rows of this one and look each up in the list of places: a
     * slice of a million rows took a minute.
     */
    static String unindexed(String column, String user) {
        return "%s IS NOT DISTINCT FROM %s".formatted(column, user);
    }
}
