package org.userdatatransfer.worker.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.UsersTable;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.UserId;

/** Looks suite users up in one product, many at a time. */
public final class ProductUsers {

    private final JdbcClient jdbc;
    private final String sql;

    public ProductUsers(JdbcClient jdbc, UsersTable users) {
        this.jdbc = jdbc;
        this.sql = SqlTemplate.of(
                """
                SELECT s.tenant, s.suite_id, u.{id}::text AS id, u.{active} AS active,
                       u.{id} IS NULL AND EXISTS (SELECT FROM {table} o WHERE o.{suiteId} = s.suite_id) AS elsewhere
                FROM unnest(:tenants::text[], :users::text[]) AS s(tenant, suite_id)
                LEFT JOIN {table} u ON u.{tenant} = s.tenant AND u.{suiteId} = s.suite_id
                """)
                .with("table", users.table().sql())
                .with("id", users.id().sql())
                .with("suiteId", users.suiteId().sql())
                .with("tenant", users.tenant().sql())
                .with("active", users.active().sql())
                .sql();
    }

    /** A suite user as a request names one. */
    public record SuiteUser(TenantId tenant, UserId user) {}

    /**
     * What the product knows of a user.
     *
     * @param id the product's own id, if it knows the user
     * @param active whether the user may receive data
     * @param elsewhere whether the user belongs to another tenant
     */
    public record ProductUser(Optional<String> id, boolean active, boolean elsewhere) {}

    public Map<SuiteUser, ProductUser> find(Collection<SuiteUser> users) {
        var asked = List.copyOf(users);
        var found = new HashMap<SuiteUser, ProductUser>();
        jdbc.sql(sql)
                .param("tenants", asked.stream().map(w -> w.tenant().value()).toArray(String[]::new))
                .param("users", asked.stream().map(w -> w.user().value()).toArray(String[]::new))
                .query(row -> {
                    found.put(
                            new SuiteUser(new TenantId(row.getString("tenant")), new UserId(row.getString("suite_id"))),
                            new ProductUser(
                                    Optional.ofNullable(row.getString("id")),
                                    row.getBoolean("active"),
                                    row.getBoolean("elsewhere")));
                });
        return found;
    }
}
