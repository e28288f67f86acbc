package org.userdatatransfer.worker.engine.program;

import java.util.List;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.TableProgram.ChildRemoval;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlTemplate;

/**
 * Archives and removes the target's rows that one user column names, and before them the rows that refer to them.
 */
record RemovalSql(BoundTable bound, SqlIdentifier user, ChildrenSql children) {

    private static final String RULE = "overwrite";

    /** Whether other rows can hang on the removed ones, which must then be locked first. */
    boolean hasChildren() {
        return !children.paths().isEmpty();
    }

    /** Keeps new children out; a statement of its own, so that the next one sees all that there are. */
    String lockParents() {
        return SqlTemplate.of(
                """
                {handovers}
                SELECT count(*) FROM (SELECT FROM handover h JOIN {table} x ON {named} FOR UPDATE OF x) l
                """)
                .with("handovers", bound.handovers())
                .with("table", bound.sql())
                .with("named", named())
                .sql();
    }

    private String named() {
        return HandoverSql.indexed(user.of("x"), "h.target");
    }

    List<ChildRemoval> archiveChildren(int firstOp) {
        return children.archive(
                bound.handovers(),
                "handover h, %s x".formatted(bound.sql()),
                named(),
                column -> column.of("x"),
                "h",
                RULE,
                firstOp);
    }

    /** What of other data types would go with them. */
    List<String> takenAlong() {
        return children.takenAlong(
                bound.handovers(), "handover h, %s x".formatted(bound.sql()), named(), column -> column.of("x"), "h");
    }

    String archive(int op) {
        return archive(op, bound.shape().table(), named(), "");
    }

    /**
     * At most {@code :limit} rows, of one leaf of the table; for a single handover. Which rows is asked of the handover
     * itself, not of the row it is joined with: so it is asked once.
     */
    String slice(int op, SqlTable leaf) {
        return archive(
                op,
                leaf,
                HandoverSql.unindexed(user.of("x"), "h.target"),
                SqlTemplate.of(" AND x.ctid = ANY (ARRAY(SELECT y.ctid FROM {leaf} y"
                                + " WHERE {yUser} = (SELECT target FROM handover) LIMIT :limit))")
                        .with("leaf", leaf.sql())
                        .with("yUser", user.of("y"))
                        .sql());
    }

    private String archive(int op, SqlTable table, String named, String some) {
        return SqlTemplate.of(
                """
                {handovers}, removed AS (
                    DELETE FROM {table} x USING handover h WHERE {named}{some}
                    RETURNING h.transfer_id, h.epoch, {image} AS image, {pairsOf} AS pairs)
                """)
                .with("handovers", bound.handovers())
                .with("table", table.sql())
                .with("named", named)
                .with("some", some)
                .with("image", ImageSql.image(bound.shape(), "x"))
                .with("pairsOf", bound.pairsOf("x", "h"))
                .sql()
                + LedgerSql.write(new LedgerSql(bound.type(), bound.shape(), op).removed(RULE));
    }
}
