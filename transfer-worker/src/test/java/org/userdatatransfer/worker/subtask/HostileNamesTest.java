package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.check.Finding;
import org.userdatatransfer.worker.catalogue.check.SchemaCheck;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;

/** Tables, columns, rules and values that would do harm if they entered a statement as they are. */
class HostileNamesTest {

    private static final String SCHEMA = "sche.ma'; drop schema public cascade; --";
    private static final Set<String> HOSTILE = Set.of(
            SCHEMA + ".\"quoted\"; truncate login_state; --",
            SCHEMA + ".a.b",
            SCHEMA + ".select",
            SCHEMA + ".child:of(\"select\")",
            SCHEMA + ".$tag$; delete from person; $tag$",
            SCHEMA + ".under; --");

    private final Sample sample = Sample.between("eve", "bob");

    @Test
    void areMovedAndNothingElseIs() throws Exception {
        try (var products = hostile()) {
            var before = read(products);

            var results = products.transfer(sample, 1);

            assertThat(results.values()).hasSize(4).allSatisfy(result -> assertThat(result.outcome())
                    .as("%s", result)
                    .isEqualTo(DataTypeOutcome.DONE));
            assertThat(rows(products, "\"\"\"quoted\"\"; truncate login_state; --\""))
                    .containsExactly(
                            "(1,9002,x,2,30,7,b's,9001)",
                            "(4,9002,y,2,70,,:source,)",
                            "(5,9002,z,1,50,,?,9001)",
                            "(6,9003,x,9,60,,,)");
            assertThat(rows(products, "\"a.b\""))
                    .containsExactly(
                            "(00000000-0000-0000-0000-000000000001,9002,\"it's \\\\ (eve)\")",
                            "(00000000-0000-0000-0000-000000000002,9002,\"it's \\\\ :x ?\")",
                            "(00000000-0000-0000-0000-000000000003,9003,\"it's \\\\ :x ?\")");
            assertThat(rows(products, "\"select\""))
                    .containsExactly("(1,9002,o,\"it's\\\\\"\"done\"\"\")", "(3,9002,p,:new)");
            assertThat(rows(products, "\"child:of(\"\"select\"\")\""))
                    .containsExactly("(11,1,1)", "(12,1,2)", "(13,1,3)", "(14,3,1)");
            assertThat(rows(products, "\"$tag$; delete from person; $tag$\""))
                    .containsExactly("(1,9002,\"{\"\":a\"\": \"\"?\"\"}\")", "(3,9003,[])");
            assertThat(rows(products, "\"under; --\"")).containsExactly("(1,:a)", "(3,\"\\\\\")");
            assertThatRows(others(read(products))).areAsIn(others(before));
        }
    }

    @Test
    void areBackAsTheyWereWhenUndone() throws Exception {
        try (var products = hostile()) {
            var before = read(products);
            products.transfer(sample, 1);

            var results = products.undo(sample, 2);

            assertThat(results.values()).allSatisfy(result -> {
                assertThat(result.outcome()).as("%s", result).isEqualTo(DataTypeOutcome.DONE);
                assertThat(result.unrestored()).isEmpty();
            });
            assertThatRows(read(products)).areAsIn(before);
        }
    }

    @Test
    void areFoundByTheCheck() throws Exception {
        try (var products = hostile()) {
            assertThat(SchemaCheck.findings(Catalogues.ofFile("hostile/catalogue.yml"), products.live.schemas()))
                    .filteredOn(Finding::isError)
                    .isEmpty();
        }
    }

    @Test
    void areRefusedWhereTheyAreNoNames() throws Exception {
        try (var products = hostile()) {
            var tooLong = "n".repeat(64);
            var catalogue = Catalogues.ofText(
                    """
                    user-data-transfer.catalogue:
                      products:
                        qm: {table: person_account, id: "person_id; drop table person"}
                      types:
                        long:
                          {product: qm, strategy: combine, tables: {t: {name: public.%s, key: [id], users: [u]}}}
                        empty:
                          {product: qm, strategy: combine, tables: {t: {name: ccr, key: [""], users: [u]}}}
                        zero:
                          {product: qm, strategy: combine, tables: {t: {name: ccr, key: ["a\\0b"], users: [u]}}}
                        dots:
                          {product: qm, strategy: combine, tables: {t: {name: a.b.c, key: [id], users: [u]}}}
                    """
                            .formatted(tooLong));

            assertThat(SchemaCheck.findings(catalogue, products.live.schemas()))
                    .extracting(Finding::problem)
                    .containsExactly(
                            "user-data-transfer.catalogue.types.long: tables.t: "
                                    + "'%s' is no SQL name: it has more than 63 bytes".formatted(tooLong),
                            "user-data-transfer.catalogue.types.empty: tables.t: '' is no SQL name: "
                                    + "it is empty or contains a zero",
                            "user-data-transfer.catalogue.types.zero: tables.t: 'a\0b' is no SQL name: "
                                    + "it is empty or contains a zero",
                            "user-data-transfer.catalogue.types.dots: tables.t: 'a.b.c' is no table name: "
                                    + "write table, schema.table, or \"sche.ma\".\"ta.ble\"");
        }
    }

    private static Products hostile() {
        var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated");
        databases.qmDatabase().run("hostile/schema.sql");
        return Products.of(
                Catalogues.ofFile("hostile/catalogue.yml"), Map.of(Products.QM, databases.qm()), databases);
    }

    private static DatabaseRows read(Products products) {
        return DatabaseRows.read(products.qm(), List.of("public", SCHEMA));
    }

    private static DatabaseRows others(DatabaseRows rows) {
        var names = new TreeSet<>(rows.tables().keySet());
        assertThat(names.removeAll(HOSTILE)).isTrue();
        return rows.only(names);
    }

    /** Rows as PostgreSQL prints them. */
    private static List<String> rows(Products products, String table) {
        return JdbcClient.create(products.qm())
                .sql("SELECT t::text FROM \"%s\".%s AS t ORDER BY 1".formatted(SCHEMA, table))
                .query(String.class)
                .list();
    }
}
