package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.all;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * The foreign keys by which rows hang on a parent: directly, or on a child of it. In SQL {@code y} is the child at their
 * end, and {@code c0}, {@code c1} and so on are those between.
 */
public record ChildPath(List<ForeignKey> keys) {

    public ChildPath {
        keys = List.copyOf(keys);
    }

    /** Those that lead from a parent to each child, deepest first. */
    public static List<ChildPath> of(ProductSchema schema, TableShape parent) {
        return of(schema, parent.table(), parent.references(), List.of());
    }

    private static List<ChildPath> of(
            ProductSchema schema, SqlTable root, List<ForeignKey> references, List<ForeignKey> above) {
        var found = new ArrayList<ChildPath>();
        for (var reference : references) {
            if (above.contains(reference) || reference.child().equals(root)) {
                continue;
            }
            var keys = new ArrayList<>(above);
            keys.add(reference);
            found.addAll(of(schema, root, schema.table(reference.child()).references(), keys));
            found.add(new ChildPath(keys));
        }
        return found;
    }

    public SqlTable child() {
        return keys.getLast().child();
    }

    List<Integer> numbers() {
        return IntStream.range(0, keys.size()).boxed().toList();
    }

    /** What the rows that name by the {@code n}th key are called. */
    String alias(int n) {
        return n == keys.size() - 1 ? "y" : "c" + n;
    }

    /** Further FROM items: the tables between parent and child. */
    String between() {
        return SqlText.join(
                numbers().subList(0, keys.size() - 1),
                "",
                n -> ", %s %s".formatted(keys.get(n).child().sql(), alias(n)));
    }

    /**
     * The condition that the child hangs on the parent.
     *
     * @param parentColumn a column of the parent, as SQL
     */
    String joined(Function<SqlIdentifier, String> parentColumn) {
        return all(numbers(), i -> {
            var key = keys.get(i);
            Function<SqlIdentifier, String> parent = i == 0 ? parentColumn : column -> column.of(alias(i - 1));
            return all(
                    IntStream.range(0, key.columns().size()).boxed().toList(),
                    n -> key.columns().get(n).of(alias(i)) + " = "
                            + parent.apply(key.parentColumns().get(n)));
        });
    }
}
