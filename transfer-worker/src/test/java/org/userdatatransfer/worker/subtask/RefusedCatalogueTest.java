package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no transfer could carry out, or no undo could take back, is refused at the start. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedCatalogueTest {

    private static final String SAME = "rules: {same: {unique: [owner, name], keep: target%s}}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            in another unique key of users | ALTER TABLE note ADD UNIQUE (owner, phone)   | `, merge: {phone: coalesce}`
            there they may clash then      | `ALTER TABLE note ADD UNIQUE (owner, until);
                                              CREATE UNIQUE INDEX ON note (owner) WHERE until IS NULL` | `}, open: {unique: [owner], close: until`
            rows may clash there then      | ALTER TABLE note ADD UNIQUE (maker, name)    | FILL
            exclude each other             | `CREATE EXTENSION btree_gist;
                                              ALTER TABLE note ADD EXCLUDE USING gist (phone WITH =, owner WITH <>)` | ``
            """)
    void isTold(String told, String keys, String rule) throws Exception {
        var fill = rule.equals("FILL");
        var types =
                """
                note:
                  product: qm
                  strategy: combine
                  tables:
                    note:
                      key: [id]
                      users: [owner]
                      keeps: [maker]
                      %s
                      %s
                """
                        .formatted(fill ? "fill: {maker: owner}" : "", SAME.formatted(fill ? "" : rule));
        try (var products = Products.custom(
                """
                CREATE TABLE note (id int PRIMARY KEY, owner bigint, maker bigint, name text, phone text, until date,
                                   UNIQUE (owner, name));
                """
                        + keys,
                types)) {
            assertThat(products.errors())
                    .anySatisfy(text -> assertThat(text).contains(told));
        }
    }
}
