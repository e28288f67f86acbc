package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.Unrestored;

/** Two undos of one poll, where somebody has given a row of the one to the other in between. */
@Execution(ExecutionMode.CONCURRENT)
class UndosTogetherTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();
    private static final Sample BEA_TO_CARL = Sample.between("bea", "carl");
    private static final Sample BEA_TO_TOM_AGAIN = Sample.between("bea", "tom.alias");

    private static final String PEOPLE =
            """
            CREATE VIEW people AS SELECT person_id, suite_user_id AS name FROM person_account
                WHERE tenant_id = 'acme' AND suite_user_id <> 'tom.alias';
            """;
    private static final String DESK_EACH = PEOPLE
            + """
            CREATE TABLE desk (nr int PRIMARY KEY, owner bigint, note text);
            INSERT INTO desk
            SELECT CASE name WHEN 'anna.leaver' THEN 1 WHEN 'bea' THEN 2 ELSE 7 END, person_id, 'of ' || name FROM people
            WHERE name IN ('anna.leaver', 'tom.taker', 'bea')
            """;
    private static final String DESK =
            "desk: {product: qm, strategy: overwrite, tables: {desk: {key: [nr], users: [owner]}}}";
    private static final String DESKS =
            "SELECT nr || ' ' || name || ' ' || note FROM desk JOIN people ON owner = person_id ORDER BY 1";

    @Test
    void tellOfTheRowWhosePlaceTheOtherHasTaken() throws Exception {
        try (var products = Products.custom(DESK_EACH, DESK)) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(
                    products.qm(), "INSERT INTO desk SELECT 7, person_id, 'of carl' FROM people WHERE name = 'carl'");
            products.transfer(BEA_TO_CARL, 1);

            var unrestored = undo(products, "desk", ANNA_TO_TOM, BEA_TO_CARL);

            assertThat(products.texts(DESKS))
                    .containsExactly("1 anna.leaver of anna.leaver", "2 bea of bea", "7 carl of carl");
            assertThat(unrestored).containsExactly(new Unrestored("public.desk", "[7]", "CLASHES"));
        }
    }

    @Test
    void subtractBothSumsFromARowThatHasChangedHands() throws Exception {
        try (var products = Products.custom(
                PEOPLE
                        + """
                        CREATE TABLE score (id int PRIMARY KEY, k int, owner bigint, points int, UNIQUE (k, owner));
                        INSERT INTO score
                        SELECT CASE name WHEN 'anna.leaver' THEN 1 WHEN 'bea' THEN 2 ELSE 7 END, 1, person_id,
                               CASE name WHEN 'anna.leaver' THEN 10 WHEN 'bea' THEN 200 ELSE 3000 END
                        FROM people WHERE name IN ('anna.leaver', 'tom.taker', 'bea')
                        """,
                """
                score:
                  product: qm
                  strategy: combine
                  tables:
                    score:
                      key: [id]
                      users: [owner]
                      rules: {same: {unique: [k, owner], keep: target, merge: {points: sum}}}
                """)) {
            products.transfer(ANNA_TO_TOM, 1);
            products.execute(products.qm(), "UPDATE score SET owner = demo.user_id('acme', 'carl') WHERE id = 7");
            products.transfer(BEA_TO_CARL, 1);
            assertThat(products.texts("SELECT points::text FROM score")).containsExactly("3210");

            undo(products, "score", ANNA_TO_TOM, BEA_TO_CARL);

            assertThat(products.texts("SELECT points::text FROM score ORDER BY id"))
                    .containsExactly("10", "200", "3000");
        }
    }

    /** Both were into one person, which nobody can see any more: the latest goes first all the same. */
    @Test
    void goLatestFirstWhereTheyWereAboutOnePerson() throws Exception {
        try (var products = Products.custom(DESK_EACH, DESK)) {
            var before = products.texts(DESKS);
            products.transfer(ANNA_TO_TOM, 1);
            products.transfer(BEA_TO_TOM_AGAIN, 1);
            products.execute(products.qm(), "DELETE FROM person_account WHERE suite_user_id = 'tom.alias'");

            var unrestored = undo(products, "desk", ANNA_TO_TOM, BEA_TO_TOM_AGAIN);

            assertThat(products.texts(DESKS)).isEqualTo(before);
            assertThat(unrestored).isEmpty();
        }
    }

    private static List<Unrestored> undo(Products products, String type, Sample... samples) {
        var commands = Stream.of(samples)
                .map(sample -> products.command(sample, SubTaskAction.COMPENSATE, 2, new DataTypeName(type)))
                .toList();
        return products.runner.run(commands).reports().stream()
                .flatMap(report -> report.results().stream())
                .flatMap(result -> result.unrestored().stream())
                .toList();
    }
}
