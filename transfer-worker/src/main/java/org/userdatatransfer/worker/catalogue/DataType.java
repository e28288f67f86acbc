package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/**
 * A kind of data that belongs to users: an entry of the catalogue.
 *
 * @param after types that must be done before this one
 * @param together types that are only ever transferred with this one, beside those that foreign keys join
 * @param optional whether its tables may be absent: it is then skipped
 * @param live whether a feed keeps writing rows while a transfer runs
 */
public record DataType(
        DataTypeName name,
        Product product,
        Strategy strategy,
        List<UserTable> tables,
        Set<DataTypeName> after,
        Set<DataTypeName> together,
        boolean optional,
        boolean live) {

    public DataType {
        tables = List.copyOf(tables);
        after = Set.copyOf(after);
        together = Set.copyOf(together);
    }

    /** Whether a transfer may remove rows of one of its tables. */
    public boolean losesRows(UserTable table) {
        return strategy == Strategy.OVERWRITE || table.rules().stream().anyMatch(Collapse.class::isInstance);
    }

    /** The table of that name, if it is one of this type's. */
    public Optional<UserTable> table(SqlTable name) {
        return tables.stream().filter(t -> t.table().equals(name)).findFirst();
    }
}
