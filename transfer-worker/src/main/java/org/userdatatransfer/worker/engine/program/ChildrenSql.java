package org.userdatatransfer.worker.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.ImageSql;
import org.userdatatransfer.worker.engine.ledger.LedgerSql;
import org.userdatatransfer.worker.engine.program.TableProgram.ChildRemoval;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * Archives and removes the rows that refer to rows about to be removed, by their parent's key and grandchildren first,
 * so that no cascade finds anything that is not archived.
 *
 * @param type the parent's
 * @param types all of the product
 * @param paths that lead from the parent to each child, deepest first
 */
record ChildrenSql(DataType type, List<DataType> types, ProductSchema schema, List<ChildPath> paths) {

    /** All that refers to {@code parent}, but for the children that a rule gives another parent. */
    static ChildrenSql of(
            DataType type, List<DataType> types, ProductSchema schema, TableShape parent, List<SqlTable> reparented) {
        var paths = ChildPath.of(schema, parent).stream()
                .filter(path -> !reparented.contains(path.keys().getFirst().child()))
                .toList();
        return new ChildrenSql(type, types, schema, paths);
    }

    /** The columns by which children know the parent itself. */
    List<SqlIdentifier> parentColumns() {
        return paths.stream()
                .flatMap(path -> path.keys().getFirst().parentColumns().stream())
                .distinct()
                .toList();
    }

    /**
     * One statement per path.
     *
     * @param with the statement's beginning, which ends in a relation of the doomed parents
     * @param doomed what the parents are selected from, as FROM items
     * @param condition which of these are doomed
     * @param parentColumn a column of a doomed parent, as SQL
     * @param handover the alias that has {@code transfer_id} and {@code epoch}
     * @param rule what decided, for the ledger
     * @param firstOp the first statement's number; the others follow
     */
    List<ChildRemoval> archive(
            String with,
            String doomed,
            String condition,
            Function<SqlIdentifier, String> parentColumn,
            String handover,
            String rule,
            int firstOp) {
        var removals = new ArrayList<ChildRemoval>();
        for (var path : paths) {
            var child = schema.table(path.child());
            var sql = SqlTemplate.of(
                    """
                    {with}, removed AS (
                        DELETE FROM {child} y USING {doomed} WHERE {condition} AND {joined}
                        RETURNING {handover}.transfer_id, {handover}.epoch, {image} AS image, {pairs} AS pairs)
                    """)
                    .with("with", with)
                    .with("child", child.table().sql())
                    .with("doomed", doomed + path.between())
                    .with("condition", condition)
                    .with("joined", path.joined(parentColumn))
                    .with("handover", handover)
                    // What the type itself counts of its rows; another type's are not in its counts.
                    .with("pairs", HandoverSql.pairs(users(type, child), u -> u.of("y"), handover))
                    .with("image", ImageSql.image(child, "y"))
                    .sql()
                    + LedgerSql.write(new LedgerSql(type, child, firstOp + removals.size()).removed(rule));
            removals.add(new ChildRemoval(sql, isAnothers(child)));
        }
        return removals;
    }

    /** The places of other data types' rows that {@link #archive} would take along, a query per path. */
    List<String> takenAlong(
            String with,
            String doomed,
            String condition,
            Function<SqlIdentifier, String> parentColumn,
            String handover) {
        return paths.stream()
                .filter(path -> isAnothers(schema.table(path.child())))
                .map(path -> SqlTemplate.of(
                        """
                        ({with} SELECT {handover}.transfer_id, y.tableoid, y.ctid
                         FROM {child} y, {doomed} WHERE {condition} AND {joined}{left})""")
                        .with("with", with)
                        .with("handover", handover)
                        .with("child", path.child().sql())
                        .with("doomed", doomed + path.between())
                        .with("condition", condition)
                        .with("joined", path.joined(parentColumn))
                        .with("left", left(path, handover))
                        .sql())
                .toList();
    }

    /** Further conditions: no row on the way to the child, nor itself, has been removed before. */
    private String left(ChildPath path, String handover) {
        return SqlText.join(
                path.numbers(),
                "",
                i -> SqlText.join(
                        removedBefore(schema.table(path.keys().get(i).child())),
                        "",
                        u -> " AND %s IS DISTINCT FROM %s.target".formatted(u.of(path.alias(i)), handover)));
    }

    /**
     * User columns of a child by which its own data type has removed the target's rows before: where rows are
     * overwritten children come first, where they only clash parents do.
     */
    private List<SqlIdentifier> removedBefore(TableShape child) {
        return types.stream()
                .filter(other -> type.strategy() == Strategy.OVERWRITE && other.strategy() == Strategy.OVERWRITE)
                .flatMap(other -> users(other, child).stream())
                .toList();
    }

    private boolean isAnothers(TableShape child) {
        return users(type, child).isEmpty()
                && types.stream().anyMatch(other -> !users(other, child).isEmpty());
    }

    /** The user columns that a data type moves of a child; none if the child is not among its tables. */
    private List<SqlIdentifier> users(DataType owner, TableShape child) {
        return owner.tables().stream()
                .filter(table -> schema.find(table.table()).filter(child::equals).isPresent())
                .findFirst()
                .map(UserTable::users)
                .orElse(List.of());
    }
}
