package org.userdatatransfer.worker.engine.program;

import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.userdatatransfer.worker.catalogue.FlagRule.SameUser;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.TransferId;

/** Finds, before the move, the rows of the source in which two columns will name the target. */
public record FlagSql(BoundTable bound, SameUser flag) {

    /** What a flag's statement found of one transfer. */
    public record Flagged(TransferId transfer, long rows, List<String> examples) {}

    public static final RowMapper<Flagged> FLAGGED = (row, n) -> new Flagged(
            TransferId.of(row.getString("transfer_id")),
            row.getLong("rows"),
            List.of((String[]) row.getArray("examples").getArray()));

    String flagged() {
        return flagged(EarlierRules.NONE, "");
    }

    /** The same before rows are overwritten: without those that go because they are the target's, too. */
    String flaggedOfOverwritten() {
        return flagged(EarlierRules.NONE, SqlText.join(
                bound.table().users(), "", user -> " AND %s IS DISTINCT FROM h.target".formatted(user.of("s"))));
    }

    /** The same before conflict rules were applied: without the rows that they will remove. */
    String flagged(EarlierRules rules) {
        return flagged(rules, rules.leave("s"));
    }

    private String flagged(EarlierRules earlier, String others) {
        return SqlTemplate.of(
                """
                {handovers}{earlier}, flagged AS ({first} UNION {second})
                SELECT transfer_id, count(*) AS rows,
                       array_agg(key::text ORDER BY key) FILTER (WHERE nth <= {examples}) AS examples
                FROM (SELECT *, row_number() OVER (PARTITION BY transfer_id ORDER BY key) AS nth FROM flagged) f
                GROUP BY transfer_id
                """)
                .with("handovers", bound.handovers())
                .with("earlier", earlier.relations())
                .with("first", side(flag.first(), flag.second(), others))
                .with("second", side(flag.second(), flag.first(), others))
                .with("examples", Integer.toString(Flag.MOST_EXAMPLES))
                .sql();
    }

    /** Rows in which {@code moving} names the source and {@code other} will name the target. */
    private String side(SqlIdentifier moving, SqlIdentifier other, String others) {
        var moves = bound.table().users().contains(moving);
        var otherMoves = bound.table().users().contains(other);
        return SqlTemplate.of(
                        "SELECT h.transfer_id, {key} AS key FROM handover h JOIN {table} s ON {named}"
                                + " WHERE {both}{others}")
                .with("key", KeySql.jsonKey(bound.shape(), bound.table().stableKey(), "s"))
                .with("table", bound.sql())
                .with("named", HandoverSql.indexed(moving.of("s"), "h.source"))
                .with("both", moves
                        ? "%s IN (h.target%s)".formatted(other.of("s"), otherMoves ? ", h.source" : "")
                        : "FALSE")
                .with("others", others)
                .sql();
    }
}
