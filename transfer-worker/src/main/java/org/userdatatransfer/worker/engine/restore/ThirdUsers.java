package org.userdatatransfer.worker.engine.restore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.engine.program.ChildPath;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * Where an archived row may name a user whom its transfer is not about: in a table with several user columns, of
 * whichever data types, and in one whose rows are archived with the parent that they hang on.
 */
public final class ThirdUsers {

    /** A column that names users, and the data type that moves them. */
    public record UserColumn(DataType type, UserTable table, SqlIdentifier name) {}

    private final ProductSchema schema;
    private final Map<SqlTable, List<UserColumn>> columns = new HashMap<>();

    public ThirdUsers(Collection<DataType> types, ProductSchema schema) {
        this.schema = schema;
        for (var type : types) {
            for (var table : type.tables()) {
                var named = columns.computeIfAbsent(tableOf(table), t -> new ArrayList<>());
                table.users().forEach(user -> named.add(new UserColumn(type, table, user)));
            }
        }
        var children = types.stream().flatMap(this::children).collect(Collectors.toSet());
        columns.entrySet().removeIf(e -> e.getValue().size() < 2 && !children.contains(e.getKey()));
    }

    /** The user columns of a table whose archived rows may name such a user; of other tables none. */
    public List<UserColumn> columns(SqlTable table) {
        return columns.getOrDefault(table, List.of());
    }

    /** Whether they may be users whom the data type moves. */
    public boolean mayBeMovedBy(DataType type) {
        return type.tables().stream().anyMatch(table -> columns.containsKey(tableOf(table)));
    }

    /** Whether an undo of the data type may put back rows that name them. */
    public boolean mayComeBackWith(DataType type) {
        return mayBeMovedBy(type) || children(type).anyMatch(columns::containsKey);
    }

    /** The tables whose rows are archived with rows of the data type. */
    private Stream<SqlTable> children(DataType type) {
        return type.tables().stream()
                .filter(type::losesRows)
                .flatMap(table -> ChildPath.of(schema, schema.table(table.table())).stream())
                .map(ChildPath::child);
    }

    private SqlTable tableOf(UserTable table) {
        return schema.table(table.table()).table();
    }
}
