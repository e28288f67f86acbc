package org.userdatatransfer.worker.catalogue.schema;

import java.util.List;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * A foreign key: {@code columns} of {@code child} name {@code parentColumns} of {@code parent}.
 *
 * @param period whether the last of them is a time that rows of the parent cover together, instead of naming one
 */
public record ForeignKey(
        String name,
        SqlTable child,
        List<SqlIdentifier> columns,
        SqlTable parent,
        List<SqlIdentifier> parentColumns,
        OnDelete onDelete,
        boolean period) {

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** What one of its columns refers to. */
    public ColumnRef refersTo(SqlIdentifier column) {
        return new ColumnRef(parent, parentColumns.get(columns.indexOf(column)));
    }
}
