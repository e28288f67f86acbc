package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.local.LocalServices;
import org.userdatatransfer.worker.products.ProductDatabases;

/** What has to be unique stays so where a new version of the system sorts text anew: the index asks for bytes only. */
class KeyCollationTest {

    @Test
    void whatIsUniqueInAProductIsComparedByItsBytes() {
        var product = LocalServices.Shared.postgres().fresh("key_collation_product");
        ProductDatabases.migrate(product);

        assertThat(collationsOfUniqueIndexes(product)).isEqualTo("C");
    }

    @Test
    void whatIsUniqueInTheCoordinatorsStoreIsComparedByItsBytes() {
        var coordinator = LocalServices.Shared.postgres().fresh("key_collation_coordinator");
        Flyway.configure()
                .dataSource(coordinator)
                .locations("classpath:db/coordinator")
                .load()
                .migrate();

        assertThat(collationsOfUniqueIndexes(coordinator)).isEqualTo("C");
    }

    private static String collationsOfUniqueIndexes(DataSource database) {
        return JdbcClient.create(database)
                .sql(
                        """
                        SELECT string_agg(DISTINCT c.collname, ', ')
                        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid, unnest(i.indcollation::oid[]) o
                        JOIN pg_collation c ON c.oid = o
                        WHERE i.indisunique AND t.relnamespace IN (
                            SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'user_data_transfer'))
                        """)
                .query(String.class)
                .single();
    }
}
