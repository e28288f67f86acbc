package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTable;
import org.userdatatransfer.worker.catalogue.SqlTemplate;

/**
 * Archives and removes the target's rows that one user column names, and before them the rows that refer to them.
 */
record RemovalSql(Ground ground, SqlIdentifier user, ChildrenSql children) {

    private static final String RULE = "overwrite";

    /** Whether other rows can hang on the removed ones, which must then be locked first. */
    boolean hasChildren() {
        return !children.paths().isEmpty();
    }

    /** Keeps new children out; a statement of its own, so that the next one sees all that there are. */
    String lockParents() {
        return SqlTemplate.of(
                """
                {pairs}
                SELECT count(*) FROM (SELECT FROM pair p JOIN {table} x ON {named} FOR UPDATE OF x) l
                """)
                .with("pairs", ground.pairs())
                .with("table", ground.sql())
                .with("named", named())
                .sql();
    }

    private String named() {
        return Ground.indexed(user.of("x"), "p.target");
    }

    List<String> archiveChildren(int firstOp) {
        return children.archive(
                ground.pairs(),
                "pair p, %s x".formatted(ground.sql()),
                named(),
                column -> column.of("x"),
                "p",
                RULE,
                firstOp);
    }

    String archive(int op) {
        return archive(op, ground.shape().table(), named(), "");
    }

    /**
     * At most {@code :limit} rows, of one leaf of the table; for a single pair. Which rows is asked of the pair itself,
     * not of the row it is joined with: so it is asked once.
     */
    String slice(int op, SqlTable leaf) {
        return archive(
                op,
                leaf,
                Ground.unindexed(user.of("x"), "p.target"),
                SqlTemplate.of(" AND x.ctid = ANY (ARRAY(SELECT y.ctid FROM {leaf} y"
                                + " WHERE {yUser} = (SELECT target FROM pair) LIMIT :limit))")
                        .with("leaf", leaf.sql())
                        .with("yUser", user.of("y"))
                        .sql());
    }

    private String archive(int op, SqlTable table, String named, String some) {
        return SqlTemplate.of(
                """
                {pairs}, removed AS (
                    DELETE FROM {table} x USING pair p WHERE {named}{some}
                    RETURNING p.transfer_id, p.epoch, {image} AS image, {pairsOf} AS pairs)
                """)
                .with("pairs", ground.pairs())
                .with("table", table.sql())
                .with("named", named)
                .with("some", some)
                .with("image", Ground.image(ground.shape(), "x"))
                .with("pairsOf", ground.pairsOf("x", "p"))
                .sql()
                + LedgerSql.write(new LedgerSql(ground.type(), ground.shape(), op).removed(RULE));
    }
}
