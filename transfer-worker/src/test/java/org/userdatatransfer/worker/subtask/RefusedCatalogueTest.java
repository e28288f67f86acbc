package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

    private static final String PARTITIONS =
            """
            CREATE TABLE root (id int PRIMARY KEY, owner bigint) PARTITION BY RANGE (id);
            CREATE TABLE mid PARTITION OF root FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (id);
            CREATE TABLE leaf PARTITION OF mid FOR VALUES FROM (0) TO (1000);
            CREATE TABLE desk (id int PRIMARY KEY, owner bigint);
            CREATE TABLE drawer (id int PRIMARY KEY, desk int REFERENCES desk ON DELETE CASCADE, n int, owner bigint)
                PARTITION BY RANGE (id);
            CREATE TABLE drawer_1 PARTITION OF drawer FOR VALUES FROM (0) TO (1000);
            """;

    private static final String DESK =
            """
            desk:
              product: qm
              strategy: overwrite
              tables: {desk: {key: [id], users: [owner], children: [drawer]}}
            """;

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            refers to public.mid, which has rows of public.root  | root | REFERENCES mid
            refers to public.root, which has rows of public.leaf | leaf | REFERENCES root
            refers to public.root, which has rows of public.mid  | mid  | REFERENCES root
            """)
    void isToldOfRowsThatHangOnAPartitionOrOnTheWholeOfOne(String told, String table, String references)
            throws Exception {
        try (var products = Products.custom(
                PARTITIONS + "CREATE TABLE x (root int %s ON DELETE CASCADE)".formatted(references),
                "one: {product: qm, strategy: overwrite, tables: {%s: {key: [id], users: [owner]}}}"
                        .formatted(table))) {
            assertThat(products.errors())
                    .anySatisfy(text -> assertThat(text).contains(told));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            public.drawer_1, which has rows of public.drawer | CREATE TABLE x (drawer int REFERENCES drawer_1 ON DELETE CASCADE)
            unique key drawer_1_n_key (n) is deferrable      | ALTER TABLE drawer_1 ADD UNIQUE (n) DEFERRABLE
            """)
    void isToldOfPartitionsOfAChild(String told, String statement) throws Exception {
        try (var products = Products.custom(PARTITIONS + statement, DESK)) {
            assertThat(products.errors())
                    .anySatisfy(text -> assertThat(text).contains("public.desk").contains(told));
        }
    }

    @Test
    void isToldOfADataTypeThatIsAPartitionOfAnothersChild() throws Exception {
        try (var products = Products.custom(
                PARTITIONS,
                DESK + "other: {product: qm, strategy: combine, tables: {drawer_1: {key: [id], users: [owner]}}}")) {
            assertThat(products.errors())
                    .anySatisfy(text -> assertThat(text)
                            .contains("rows of public.drawer may be removed, of which data type 'other' moves those in"
                                    + " public.drawer_1"));
        }
    }
}
