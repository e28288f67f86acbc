package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Rows that go with the parent which gave way. */
@Execution(ExecutionMode.CONCURRENT)
class HeadersAndLinesTest {

    private static final Sample ANNA_TO_TOM = Sample.annaToTom();

    @Test
    void mayBeOfOneDataType() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int PRIMARY KEY, owner bigint, name text, UNIQUE (owner, name));
                        CREATE TABLE line (id int PRIMARY KEY, note int NOT NULL REFERENCES note, author bigint);
                        INSERT INTO note SELECT anna::int, person_id, 'x' FROM two;
                        INSERT INTO line SELECT anna::int, anna::int, person_id FROM two
                        """,
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    line: {key: [id], users: [author]}
                    note: {key: [id], users: [owner], rules: {same: {unique: [owner, name], keep: target}}}
                """)) {
            products.takesBack(
                    ANNA_TO_TOM,
                    "SELECT n::text FROM note n UNION ALL SELECT l::text FROM line l ORDER BY 1",
                    () -> {});
        }
    }

    @Test
    void arePreviewedAsTheyAreTransferred() throws Exception {
        try (var products = Products.custom(
                Products.TWO
                        + """
                        CREATE TABLE note (id int PRIMARY KEY, owner bigint, name text, UNIQUE (owner, name));
                        CREATE TABLE line (id int PRIMARY KEY, note int NOT NULL REFERENCES note);
                        INSERT INTO note SELECT anna::int, person_id, 'x' FROM two;
                        INSERT INTO line SELECT anna::int, anna::int FROM two
                        """,
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    note:
                      key: [id]
                      users: [owner]
                      children: [line]
                      rules: {same: {unique: [owner, name], keep: target}}
                """)) {
            var type = new DataTypeName("note");
            var previewed = products.run(products.commands(ANNA_TO_TOM, SubTaskAction.PREVIEW, 1)).get(type);

            assertThat(products.transfer(ANNA_TO_TOM, 1).get(type).tally()).isEqualTo(previewed.tally());
        }
    }
}
