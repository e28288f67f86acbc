package org.userdatatransfer.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

class PipelineTest {

    private static final TestDatabase DATABASE = ReferenceDatabases.wfm(ProductDatabases::migrate, "migrated");

    private static final ProductDatabase PRODUCT = new ProductDatabase(new Product("wfm"), DATABASE.dataSource());

    private static final int MOST_PAIRS = 2;

    private static final String ADD =
            """
            WITH handover AS (
                SELECT * FROM unnest(:transfers::text[]::uuid[], :epochs::integer[], :sources::text[]::bigint[],
                                     :targets::text[]::bigint[], :names::text[])
                    AS h(transfer_id, epoch, source, target, source_name))
            INSERT INTO noted SELECT source FROM handover RETURNING number
            """;

    private static final String COUNT = "SELECT count(*) FROM noted WHERE :names::text[] IS NOT NULL";

    private final List<String> heard = new ArrayList<>();
    private final Pipeline pipeline =
            new Statements(PRODUCT.operations(), PRODUCT.jdbc(), MOST_PAIRS).pipeline();

    @BeforeEach
    void emptyTable() {
        DATABASE.execute("DROP TABLE IF EXISTS noted", "CREATE TABLE noted (number bigint PRIMARY KEY)");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void runsStatementsInTheirOrderEachSeeingWhatThoseBeforeItDid() {
        PRODUCT.inTransaction(() -> {
            add(1);
            count();
            add(2);
            count();
            pipeline.flush();
            return true;
        });

        assertThat(heard).containsExactly("added [1]", "counted [1]", "added [2]", "counted [2]");
    }

    @Test
    void waitsUntilAnAnswerIsNeeded() {
        PRODUCT.inTransaction(() -> {
            add(1);
            assertThat(heard).isEmpty();
            assertThat(now()).containsExactly(1L);
            assertThat(heard).containsExactly("added [1]");
            return true;
        });
    }

    @Test
    void doesNotWaitWithMorePairsThanAreAnsweredTogether() {
        PRODUCT.inTransaction(() -> {
            add(1, 2);
            assertThat(heard).isEmpty();
            add(3, 4, 5);
            assertThat(heard).containsExactly("added [1, 2]", "added [3, 4, 5]");
            return true;
        });
    }

    @Test
    void doesNotAwaitMoreAnswersThanFitIntoTheBuffers() {
        PRODUCT.inTransaction(() -> {
            IntStream.range(0, 499).forEach(n -> add(2 * n, 2 * n + 1));
            assertThat(heard).isEmpty();
            add(2_000, 2_001);
            assertThat(heard).hasSize(500);
            return true;
        });
    }

    @Test
    void tellsNobodyAnythingOnceAStatementHasFailed() {
        assertThatThrownBy(() -> PRODUCT.inTransaction(() -> {
                    add(1);
                    add(1);
                    count();
                    pipeline.flush();
                    return true;
                }))
                .isInstanceOf(DataIntegrityViolationException.class)
                .rootCause()
                .hasMessageContaining("noted_pkey");

        assertThat(heard).isEmpty();
        assertThat(now()).as("what was taken back").containsExactly(0L);
    }

    @Test
    void hasNothingToRunTwice() {
        PRODUCT.inTransaction(() -> {
            add(1);
            pipeline.flush();
            pipeline.flush();
            return true;
        });

        assertThat(heard).containsExactly("added [1]");
    }

    private void add(int... numbers) {
        pipeline.later(
                ADD, handovers(numbers), (row, n) -> row.getLong("number"), found -> heard.add("added " + found));
    }

    private void count() {
        pipeline.later(COUNT, handovers(0), (row, n) -> row.getLong(1), found -> heard.add("counted " + found));
    }

    private List<Long> now() {
        return pipeline.now(COUNT, handovers(0), (row, n) -> row.getLong(1));
    }

    private static List<Handover> handovers(int... sources) {
        return IntStream.of(sources)
                .mapToObj(source -> new Handover(
                        new TransferId(new UUID(0, source)), 1, Integer.toString(source), "0", "anna", false))
                .toList();
    }
}
