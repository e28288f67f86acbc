package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** What others are told of a failure. */
class FailuresTest {

    private static final DataTypeName NOTE = new DataTypeName("note");

    private final Products products = Products.custom(
            Products.TWO
                    + """
                    CREATE TABLE note (id int PRIMARY KEY, owner bigint, secret text);
                    INSERT INTO note SELECT 4711, person_id, 'is pregnant' FROM two WHERE anna
                    """,
            "note: {product: qm, strategy: combine, tables: {note: {key: [id], users: [owner]}}}");

    @AfterEach
    void ends() throws Exception {
        products.close();
    }

    @Test
    void nameTheConstraintAndNotTheRowThatViolatesIt() {
        products.execute(
                products.qm(),
                "ALTER TABLE note ADD CONSTRAINT annas CHECK (owner = %s)"
                        .formatted(products.texts("SELECT person_id::text FROM two WHERE anna")
                                .getFirst()));

        assertThat(failure()).contains("SQLSTATE 23514", "table note", "constraint annas").doesNotContain("pregnant");
    }

    @Test
    void nameTheKeyThatIsNotThere() {
        products.execute(products.qm(), "CREATE TABLE desk (owner bigint PRIMARY KEY)");
        products.execute(products.qm(), "INSERT INTO desk SELECT person_id FROM two WHERE anna");
        products.execute(products.qm(), "ALTER TABLE note ADD CONSTRAINT seated FOREIGN KEY (owner) REFERENCES desk");

        assertThat(failure())
                .contains("SQLSTATE 23503", "constraint seated", "is not present in table \"desk\"")
                .doesNotContain("pregnant");
    }

    private String failure() {
        return products.run(Sample.annaToTom(), SubTaskAction.TRANSFER, 1, NOTE)
                .message()
                .orElseThrow();
    }
}
