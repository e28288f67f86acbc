package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.SqlTable;
import org.userdatatransfer.worker.catalogue.SqlText;

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
        return SqlText.fill(
                """
                {pairs}
                SELECT count(*) FROM (SELECT FROM pair p JOIN {table} x ON {named} FOR UPDATE OF x) l
                """,
                "pairs",
                ground.pairs(),
                "table",
                ground.sql(),
                "named",
                named());
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
     * At most {@code :limit} rows, of one leaf of the table; for a single pair. Which rows is asked of the pair itself, not of
     * the row it is joined with: so it is asked once.
     */
    String slice(int op, SqlTable leaf) {
        return archive(
                op,
                leaf,
                Ground.unindexed(user.of("x"), "p.target"),
                SqlText.fill(
                        " AND x.ctid = ANY (ARRAY(SELECT y.ctid FROM {leaf} y WHERE {yUser} = (SELECT target FROM pair) LIMIT :limit))",
                        "leaf",
                        leaf.sql(),
                        "yUser",
                        user.of("y")));
    }

    private String archive(int op, SqlTable table, String named, String some) {
        return SqlText.fill(
                """
                {pairs}, removed AS (
                    DELETE FROM {table} x USING pair p WHERE {named}{some}
                    RETURNING p.transfer_id, p.epoch, {image} AS image, {pairsOf} AS pairs)
                """,
                "pairs",
                ground.pairs(),
                "table",
                table.sql(),
                "named",
                named,
                "some",
                some,
                "image",
                Ground.image(ground.shape(), "x"),
                "pairsOf",
                ground.pairsOf("x", "p"))
                + LedgerSql.write(new LedgerSql(ground.type(), ground.shape(), op).removed(RULE));
    }
}
