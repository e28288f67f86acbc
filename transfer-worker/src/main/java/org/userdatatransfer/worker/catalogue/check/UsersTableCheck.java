package org.userdatatransfer.worker.catalogue.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.userdatatransfer.worker.catalogue.schema.Column;
import org.userdatatransfer.worker.catalogue.schema.Privilege;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether the users table says without doubt who a suite user is in the product. */
record UsersTableCheck(ProductTables product, Findings findings) {

    void run() {
        product.usersShape()
                .ifPresentOrElse(
                        this::check,
                        () -> findings.error(
                                place(),
                                "there is no such table in its database",
                                "Correct %s.table".formatted(path())));
    }

    private void check(TableShape shape) {
        var users = product.users();
        var columns = new TreeMap<>(Map.of(
                "id", users.id(), "suite-id", users.suiteId(), "tenant", users.tenant(), "active", users.active()));
        columns.forEach((field, column) -> {
            if (shape.column(column).isEmpty()) {
                findings.error(
                        place(), "there is no column %s".formatted(column), "Correct %s.%s".formatted(path(), field));
            }
        });
        if (columns.values().stream().anyMatch(c -> shape.column(c).isEmpty())) {
            return;
        }
        if (!CheckedTable.isUniqueBy(shape, Set.of(users.tenant(), users.suiteId()))) {
            findings.error(
                    place(),
                    "no primary key or unique key makes sure that (%s, %s) names one user only"
                            .formatted(users.tenant(), users.suiteId()),
                    "Add such a key to the table, or correct %s.tenant and %1$s.suite-id".formatted(path()));
        }
        text(shape, "tenant", users.tenant());
        text(shape, "suite-id", users.suiteId());
        if (!shape.typeOf(users.active()).equals("boolean")) {
            findings.error(
                    place(),
                    "column %s is of type %s, not boolean".formatted(users.active(), shape.typeOf(users.active())),
                    "Name a boolean column, such as a generated one, in %s.active".formatted(path()));
        }
        AccessCheck.missing(shape, Set.of(Privilege.SELECT), place(), findings);
        if (shape.rowSecurity()) {
            findings.hiddenRows(place());
        }
    }

    private void text(TableShape shape, String field, SqlIdentifier name) {
        var type = shape.column(name).map(Column::type).orElseThrow();
        if (!SqlTypeFamily.of(type).mayBe(SqlTypeFamily.TEXT)) {
            findings.error(
                    place(),
                    "column %s is of type %s, but tenants and suite users are known by text".formatted(name, type),
                    "Name a text column, such as a generated one, in %s.%s".formatted(path(), field));
        }
    }

    private String place() {
        return "Product '%s', users table %s".formatted(product.product(), product.users().table());
    }

    private String path() {
        return "products." + product.product();
    }
}
