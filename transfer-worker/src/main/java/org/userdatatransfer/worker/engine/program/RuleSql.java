package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Reparent;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.program.TableProgram.Flagging;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * The SQL of a data type's rules and flags, for those who carry them out and those who only look.
 *
 * @param types all of the product
 */
record RuleSql(DataType type, List<DataType> types, ProductSchema schema) {

    ClashSql clash(BoundTable bound, ConflictRule rule) {
        var unique = bound.shape()
                .unique(rule.on())
                .orElseThrow(() -> new IllegalArgumentException("Rule '%s': no unique key of %s has the columns %s"
                        .formatted(rule.name(), bound.shape().table(), rule.on())));
        return ClashSql.of(bound, unique);
    }

    KeepSql keep(BoundTable bound, Collapse rule) {
        return new KeepSql(clash(bound, rule), rule.keep());
    }

    /** What overwriting removes of the target's rows that one user column names. */
    RemovalSql removal(BoundTable bound, SqlIdentifier user) {
        return new RemovalSql(bound, user, children(bound, List.of()));
    }

    CollapseSql collapse(BoundTable bound, Collapse rule) {
        var reparented = rule.reparent().stream()
                .map(r -> schema.table(r.child()).table())
                .toList();
        return CollapseSql.of(keep(bound, rule), rule, children(bound, reparented));
    }

    /** What goes with rows of a table, but for the children that get another parent. */
    private ChildrenSql children(BoundTable bound, List<SqlTable> reparented) {
        return ChildrenSql.of(type, types, schema, bound.shape(), reparented);
    }

    List<ReparentSql> reparented(CollapseSql sql, Collapse rule) {
        return rule.reparent().stream()
                .map(reparent -> {
                    var child = schema.table(reparent.child());
                    return new ReparentSql(sql, reparent, child, foreignKey(sql.bound().shape(), child, reparent));
                })
                .toList();
    }

    private static ForeignKey foreignKey(TableShape parent, TableShape child, Reparent reparent) {
        return parent.references().stream()
                .filter(k -> k.child().equals(child.table()) && k.columns().equals(List.of(reparent.column())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No foreign key from %s.%s to %s"
                        .formatted(child.table(), reparent.column(), parent.table())));
    }

    static Flagging flagging(BoundTable bound, FlagRule flag, boolean overwrite) {
        return new Flagging(
                flag, flagSql(bound, flag).map(sql -> overwrite ? sql.flaggedOfOverwritten() : sql.flagged()));
    }

    static Optional<FlagSql> flagSql(BoundTable bound, FlagRule flag) {
        return switch (flag) {
            case FlagRule.SameUser same -> Optional.of(new FlagSql(bound, same));
            case FlagRule.Replaced r -> Optional.empty();
            case FlagRule.Gained g -> Optional.empty();
        };
    }
}
