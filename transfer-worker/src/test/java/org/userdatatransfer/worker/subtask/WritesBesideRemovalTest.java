package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.userdatatransfer.worker.oracle.Locks;
import org.userdatatransfer.worker.subtask.Products.Sample;

/** What others write to rows that are just being removed. */
class WritesBesideRemovalTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    /** Anna has card 1 and tom card 2. Whoever removes a stamp waits at the gate. */
    private static final String CARDS =
            Products.TWO
                    + """
                    CREATE TABLE card (id int PRIMARY KEY, owner bigint, nr int, UNIQUE (owner, nr));
                    CREATE TABLE stamp (id int PRIMARY KEY, card int REFERENCES card ON DELETE CASCADE);
                    INSERT INTO card SELECT CASE WHEN anna THEN 1 ELSE 2 END, person_id, 7 FROM two;
                    INSERT INTO stamp VALUES (1, 1), (2, 2);
                    CREATE TABLE gate AS SELECT 1 AS id;
                    CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql
                        AS $$ BEGIN PERFORM FROM gate FOR UPDATE; RETURN OLD; END $$;
                    CREATE TRIGGER pass BEFORE DELETE ON stamp FOR EACH ROW EXECUTE FUNCTION pass();
                    """;

    /** The stamp would go with its card unseen, since the card's stamps are archived by then. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"combine | same-nr: {unique: [owner, nr], keep: target} | 1", "overwrite | '' | 2"})
    void losesNoRowThatIsHungOnARemovedOneMeanwhile(String strategy, String rule, int removed) throws Exception {
        try (var products = Products.custom(
                CARDS,
                """
                card:
                  product: qm
                  strategy: %s
                  tables:
                    card: {key: [id], users: [owner], children: [stamp], rules: {%s}}
                """
                        .formatted(strategy, rule))) {
            var before = products.texts("SELECT id || ': ' || card FROM stamp ORDER BY id");
            var stamp = beside(products, "INSERT INTO stamp VALUES (3, %d)".formatted(removed));

            assertThat(stamp)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(DataIntegrityViolationException.class);
            assertThat(products.texts("SELECT card::text FROM stamp")).containsExactly(Integer.toString(3 - removed));
            Products.assertAllDone(products.undo(ANNA_TO_TOM, 2));
            assertThat(products.texts("SELECT id || ': ' || card FROM stamp ORDER BY id")).isEqualTo(before);
        }
    }

    /** @return how somebody's statement ended that came while the transfer waited at the gate */
    private static CompletableFuture<Integer> beside(Products products, String statement) throws Exception {
        var database = products.qm();
        try (var keeper = database.getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            keeper.setAutoCommit(false);
            keeper.createStatement().execute("SELECT FROM gate FOR UPDATE");
            var transfer = CompletableFuture.supplyAsync(() -> products.transfer(ANNA_TO_TOM, 1), threads);
            await().until(() -> Locks.waiting(database) == 1);
            var other = CompletableFuture.supplyAsync(() -> products.execute(database, statement), threads);
            await().until(() -> Locks.waiting(database) == 2 || other.isDone());
            keeper.rollback();
            Products.assertAllDone(transfer.join());
            return other;
        }
    }
}
