package org.userdatatransfer.worker.catalogue;

import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * Where a product keeps which suite user is who.
 *
 * @param id the product's own id of the user, which the data tables name
 * @param suiteId the suite's id of the user, unique within a tenant
 * @param active a boolean: whether the user may receive data
 */
public record UsersTable(
        SqlTable table, SqlIdentifier id, SqlIdentifier suiteId, SqlIdentifier tenant, SqlIdentifier active) {}
