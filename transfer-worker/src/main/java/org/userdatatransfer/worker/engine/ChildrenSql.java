package org.userdatatransfer.worker.engine;

import static org.userdatatransfer.worker.sql.SqlText.all;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.ForeignKey;
import org.userdatatransfer.worker.catalogue.ProductSchema;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.engine.TableProgram.ChildRemoval;
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
 * @param paths the foreign keys that lead from the parent to each child, deepest first
 */
record ChildrenSql(DataType type, List<DataType> types, ProductSchema schema, List<List<ForeignKey>> paths) {

    /** All that refers to {@code parent}, but for the children that a rule gives another parent. */
    static ChildrenSql of(
            DataType type, List<DataType> types, ProductSchema schema, TableShape parent, List<SqlTable> reparented) {
        var paths = paths(schema, parent).stream()
                .filter(path -> !reparented.contains(path.getFirst().child()))
                .toList();
        return new ChildrenSql(type, types, schema, paths);
    }

    /** The foreign keys that lead from a parent to each child, deepest first. */
    static List<List<ForeignKey>> paths(ProductSchema schema, TableShape parent) {
        return paths(schema, parent.table(), parent.references(), List.of());
    }

    private static List<List<ForeignKey>> paths(
            ProductSchema schema, SqlTable root, List<ForeignKey> references, List<ForeignKey> above) {
        var found = new ArrayList<List<ForeignKey>>();
        for (var reference : references) {
            if (above.contains(reference) || reference.child().equals(root)) {
                continue;
            }
            var path = new ArrayList<>(above);
            path.add(reference);
            found.addAll(paths(schema, root, schema.table(reference.child()).references(), path));
            found.add(path);
        }
        return found;
    }

    /** The columns by which children know the parent itself. */
    List<SqlIdentifier> parentColumns() {
        return paths.stream()
                .flatMap(path -> path.getFirst().parentColumns().stream())
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
            var child = child(path);
            var sql = SqlTemplate.of(
                    """
                    {with}, removed AS (
                        DELETE FROM {child} y USING {doomed} WHERE {condition} AND {joined}
                        RETURNING {handover}.transfer_id, {handover}.epoch, {image} AS image, {pairs} AS pairs)
                    """)
                    .with("with", with)
                    .with("child", child.table().sql())
                    .with("doomed", doomed + between(path))
                    .with("condition", condition)
                    .with("joined", joined(path, parentColumn))
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

    /** The places of other data types' rows that {@link #archive} would take along, a relation per path. */
    List<String> takenAlong(
            String doomed, String condition, Function<SqlIdentifier, String> parentColumn, String handover) {
        return paths.stream()
                .filter(path -> isAnothers(child(path)))
                .map(path -> SqlTemplate.of(
                        """
                        SELECT {handover}.transfer_id, y.tableoid, y.ctid
                        FROM {child} y, {doomed} WHERE {condition} AND {joined}{left}""")
                        .with("handover", handover)
                        .with("child", child(path).table().sql())
                        .with("doomed", doomed + between(path))
                        .with("condition", condition)
                        .with("joined", joined(path, parentColumn))
                        .with("left", left(path, handover))
                        .sql())
                .toList();
    }

    /** Further conditions: no row on the way to the child, nor itself, has been removed before. */
    private String left(List<ForeignKey> path, String handover) {
        return SqlText.join(
                IntStream.range(0, path.size()).boxed().toList(),
                "",
                i -> SqlText.join(
                        removedBefore(schema.table(path.get(i).child())),
                        "",
                        u -> " AND %s IS DISTINCT FROM %s.target".formatted(u.of(alias(path, i)), handover)));
    }

    private static String alias(List<ForeignKey> path, int n) {
        return n == path.size() - 1 ? "y" : "c" + n;
    }

    private TableShape child(List<ForeignKey> path) {
        return schema.table(path.getLast().child());
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

    private static String between(List<ForeignKey> path) {
        return SqlText.join(
                IntStream.range(0, path.size() - 1).boxed().toList(),
                "",
                i -> ", %s c%d".formatted(path.get(i).child().sql(), i));
    }

    private static String joined(List<ForeignKey> path, Function<SqlIdentifier, String> parentColumn) {
        return all(IntStream.range(0, path.size()).boxed().toList(), i -> {
            var key = path.get(i);
            var child = alias(path, i);
            Function<SqlIdentifier, String> parent = i == 0 ? parentColumn : column -> column.of("c" + (i - 1));
            return all(
                    IntStream.range(0, key.columns().size()).boxed().toList(),
                    n -> key.columns().get(n).of(child) + " = "
                            + parent.apply(key.parentColumns().get(n)));
        });
    }
}
