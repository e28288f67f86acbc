package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.ConflictRule.Reparent;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/**
 * Gives the children of the rows that a rule removes to the rows that stay, before they go.
 *
 * @param child the children's table
 * @param foreignKey by which they name their parent
 */
record ReparentSql(CollapseSql collapse, Reparent rule, TableShape child, ForeignKey foreignKey) {

    /**
     * How many children would be given away.
     *
     * @param goes the value of a column in the row that goes
     */
    String children(Function<SqlIdentifier, String> goes) {
        return "(SELECT count(*) FROM %s w WHERE %s = %s)"
                .formatted(
                        child.table().sql(),
                        rule.column().of("w"),
                        goes.apply(foreignKey.parentColumns().getFirst()));
    }

    String reparent(int op) {
        var parent = foreignKey.parentColumns().getFirst();
        var key = child.rowKey();
        var set = rule.renumber().map(r -> List.of(rule.column(), r)).orElse(List.of(rule.column()));
        var number = rule.renumber()
                .map(r -> SqlTemplate.of(
                        """
                        , coalesce((SELECT max({rStay}) FROM {child} w WHERE {wParent} = c.{stay}), 0)
                          + row_number() OVER (PARTITION BY c.{stay} ORDER BY {rChild}) AS new_number""")
                        .with("rStay", r.of("w"))
                        .with("child", child.table().sql())
                        .with("wParent", rule.column().of("w"))
                        .with("stay", CollapseSql.stay(parent))
                        .with("rChild", r.of("y"))
                        .sql())
                .orElse("");
        return SqlTemplate.of(
                """
                {decided}, child AS (
                    SELECT c.transfer_id, c.epoch, c.{stay} AS new_parent, {before} AS before, {key} AS key{number}
                    FROM clash c JOIN {child} y ON {yParent} = c.{gone}),
                changed AS (
                    UPDATE {child} x SET {column} = n.new_parent{renumber} FROM child n WHERE {hasKey}
                    RETURNING n.transfer_id, n.epoch, {newKey} AS key, n.before, {after} AS after)
                """)
                .with("decided", collapse.decided())
                .with("stay", CollapseSql.stay(parent))
                .with("gone", CollapseSql.gone(parent))
                .with("key", KeySql.jsonKey(child, key, "y"))
                .with("number", number)
                .with("child", child.table().sql())
                .with("yParent", rule.column().of("y"))
                .with("column", rule.column().sql())
                .with("renumber", rule.renumber().map(r -> ", " + r.sql() + " = n.new_number").orElse(""))
                .with("hasKey", KeySql.hasJsonKey(child, key, "x", "n.key"))
                .with("before", ImageSql.texts(set, "y"))
                .with("newKey", KeySql.jsonKey(child, key, "x"))
                .with("after", ImageSql.texts(set, "x"))
                .sql()
                + LedgerSql.write(new LedgerSql(collapse.bound().type(), child, op)
                        .changed(collapse.rule().name(), key, set, List.of()));
    }
}
