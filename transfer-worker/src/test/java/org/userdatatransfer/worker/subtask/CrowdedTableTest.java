package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** A table in which two users have nearly all rows, and the planner knows it. */
class CrowdedTableTest {

    private static final DataTypeName FILES = new DataTypeName("storage-file");
    private static final int ROWS_OF_THE_TWO = 20_000;
    private static final List<String> OTHERS = List.of("p1", "q1", "p2", "q2", "p3", "q3", "p4", "q4");

    private final Products products = Products.reference();
    private final JdbcClient qm = JdbcClient.create(products.qm());

    @BeforeEach
    void fillsTheTable() {
        qm.sql("TRUNCATE storage_file").update();
        Stream.of("ina", "ida").forEach(user -> addUser(user, ROWS_OF_THE_TWO / 2));
        OTHERS.forEach(user -> addUser(user, 3));
    }

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    /** @param users how many a sample of a really large table finds */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void isNotReadForABatchOfOthers(int users) {
        qm.sql("ALTER TABLE storage_file ALTER owner_id SET (n_distinct = %d)".formatted(users))
                .update();
        qm.sql("ANALYZE storage_file").update();
        var samples = Stream.of("1", "2", "3", "4")
                .map(n -> Sample.between("p" + n, "q" + n))
                .toList();
        assertThat(rowsRead(samples, SubTaskAction.TRANSFER, 1)).isBetween(12L, 1_000L);
        assertThat(rowsRead(samples, SubTaskAction.COMPENSATE, 2)).isBetween(12L, 1_000L);
    }

    /** As PostgreSQL has counted it within the transaction; the setting is that of the worker's connections. */
    private long rowsRead(List<Sample> samples, SubTaskAction action, int epoch) {
        var batch = samples.stream()
                .map(sample -> products.command(sample, action, epoch, FILES))
                .toList();
        var database = new ProductDatabase(Products.QM, products.qm());
        return database.inTransaction(() -> {
            database.jdbc().sql("SET LOCAL enable_seqscan = off").update();
            products.runner.run(batch);
            return database.jdbc()
                    .sql(
                            """
                            SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables
                            WHERE relid = 'storage_file'::regclass
                            """)
                    .query(Long.class)
                    .single();
        });
    }

    private void addUser(String user, int rows) {
        qm.sql("SELECT demo.add_user('acme', :user, :user)").param("user", user).query().listOfRows();
        qm.sql(
                        """
                        INSERT INTO storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
                        SELECT demo.user_id('acme', :user), 'crowd', i, demo.user_id('acme', :user), '', 1
                        FROM generate_series(1, :rows) i
                        """)
                .param("user", user)
                .param("rows", rows)
                .update();
    }
}
