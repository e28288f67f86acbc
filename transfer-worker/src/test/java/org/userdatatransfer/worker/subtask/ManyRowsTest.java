package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Unrestored;

/** Many rows, or long ones, are several entries of the ledger, and what is forbidden of them is found. */
@Execution(ExecutionMode.CONCURRENT)
class ManyRowsTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();
    private static final DataTypeName NOTE = new DataTypeName("note");
    private static final String OWNERS = "SELECT id || ' ' || owner FROM note ORDER BY id";
    private static final int EACH = 1_200;

    /** Notes of two places in turn: tom's have even numbers and are overwritten, anna's have odd ones and move. */
    private final Products products = Products.custom(
            """
            CREATE TABLE writer (id bigint PRIMARY KEY);
            INSERT INTO writer SELECT DISTINCT person_id FROM person_account;
            CREATE TABLE place (id int PRIMARY KEY);
            INSERT INTO place VALUES (0), (1);
            CREATE TABLE note (id int PRIMARY KEY, owner bigint NOT NULL REFERENCES writer,
                               place_id int NOT NULL REFERENCES place, body text NOT NULL DEFAULT '');
            INSERT INTO note
            SELECT i, demo.user_id('acme', CASE i % 2 WHEN 0 THEN 'tom.taker' ELSE 'anna.leaver' END), i / 2 % 2
            FROM generate_series(1, 2 * 1200) i
            """,
            """
            note: {product: qm, strategy: overwrite, tables: {note: {key: [id], users: [owner]}}}
            """);

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void areInEntriesOfAFewHundred() {
        products.takesBack(ANNA_TO_TOM, OWNERS, () -> assertThat(rowsOfEntries())
                .hasSize(6)
                .allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(512)));
    }

    @Test
    void areInEntriesOfTheirOwnIfTheyAreLong() {
        execute("DELETE FROM note WHERE id > 8");
        execute("UPDATE note SET body = repeat('long ', 200000) WHERE id % 2 = 0");

        products.takesBack(
                ANNA_TO_TOM,
                "SELECT id || ' ' || owner || md5(body) FROM note ORDER BY id",
                () -> assertThat(rowsOfEntries()).containsExactly(1, 1, 1, 1, 4));
    }

    @Test
    void comeBackButForThoseWhosePlaceIsGone() {
        products.transfer(ANNA_TO_TOM, 1);
        execute("DELETE FROM note WHERE place_id = 1");
        execute("DELETE FROM place WHERE id = 1");

        var undone = products.undo(ANNA_TO_TOM, 2).get(NOTE);

        assertThat(products.texts("SELECT id::text FROM note ORDER BY note.id"))
                .containsExactlyElementsOf(ids(id -> id / 2 % 2 == 0));
        assertThat(rowsListed(undone.unrestored(), "CLASHES")).isEqualTo(EACH / 2);
        assertThat(rowsListed(undone.unrestored(), "DELETED")).isEqualTo(EACH / 2);
    }

    @Test
    void stayWhereTheyAreIfTheSourceIsGone() {
        products.transfer(ANNA_TO_TOM, 1);
        execute("DELETE FROM writer WHERE id = demo.user_id('acme', 'anna.leaver')");

        var undone = products.undo(ANNA_TO_TOM, 2).get(NOTE);

        assertThat(products.texts("SELECT DISTINCT owner = demo.user_id('acme', 'tom.taker') FROM note"))
                .containsExactly("t");
        assertThat(products.texts("SELECT id::text FROM note ORDER BY note.id"))
                .containsExactlyElementsOf(ids(id -> true));
        assertThat(undone.unrestored()).hasSize(101);
        assertThat(rowsListed(undone.unrestored(), "CLASHES")).isEqualTo(EACH);
    }

    private static List<String> ids(IntPredicate some) {
        return IntStream.rangeClosed(1, 2 * EACH)
                .filter(some)
                .mapToObj(Integer::toString)
                .toList();
    }

    private static long rowsListed(List<Unrestored> unrestored, String reason) {
        return unrestored.stream()
                .filter(u -> u.reason().equals(reason))
                .mapToLong(Unrestored::rows)
                .sum();
    }

    private List<Integer> rowsOfEntries() {
        return products.texts("SELECT rows FROM user_data_transfer.row_ledger ORDER BY entry_id").stream()
                .map(Integer::valueOf)
                .toList();
    }

    private void execute(String sql) {
        products.execute(products.qm(), sql);
    }
}
