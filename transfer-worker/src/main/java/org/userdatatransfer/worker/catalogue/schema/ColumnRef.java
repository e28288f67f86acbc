package org.userdatatransfer.worker.catalogue.schema;

import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/** A column of a table. */
public record ColumnRef(SqlTable table, SqlIdentifier column) {}
