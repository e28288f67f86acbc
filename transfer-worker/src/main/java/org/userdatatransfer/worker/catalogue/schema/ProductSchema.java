package org.userdatatransfer.worker.catalogue.schema;

import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * The tables of one product's database as they are.
 *
 * @param tables by their full names
 * @param searchPath how a name without a schema is completed
 */
public record ProductSchema(Map<SqlTable, TableShape> tables, Map<SqlIdentifier, SqlIdentifier> searchPath) {

    public ProductSchema {
        tables = Map.copyOf(tables);
        searchPath = Map.copyOf(searchPath);
    }

    /** The table a configured name means, if there is one. */
    public Optional<TableShape> find(SqlTable name) {
        var schema = name.schema().or(() -> Optional.ofNullable(searchPath.get(name.name())));
        return Optional.ofNullable(tables.get(new SqlTable(schema, name.name())));
    }

    /** A table that is known to be there. */
    public TableShape table(SqlTable name) {
        return find(name).orElseThrow(() -> new IllegalStateException("No table " + name));
    }
}
