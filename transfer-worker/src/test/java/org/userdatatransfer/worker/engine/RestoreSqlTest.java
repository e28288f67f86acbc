package org.userdatatransfer.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.restore.LedgerEntry;
import org.userdatatransfer.worker.engine.restore.LedgerEntry.Work;
import org.userdatatransfer.worker.engine.restore.LedgerRows;
import org.userdatatransfer.worker.engine.restore.RestoreSql;
import org.userdatatransfer.worker.engine.restore.ThirdUsers;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How PostgreSQL runs what takes rows back: it guesses a few of them, and in a slice are ten thousand. */
class RestoreSqlTest {

    private static final List<Handover> ANYBODY =
            List.of(new Handover(new TransferId(UUID.randomUUID()), 1, "1", "2", "anybody", false));
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void comparesNoRowWithEachOther() throws Exception {
        try (var databases = ReferenceDatabases.fresh(ProductDatabases::migrate, "migrated")) {
            var products = List.of(
                    new ProductDatabase(new Product("qm"), databases.qm()),
                    new ProductDatabase(new Product("wfm"), databases.wfm()));
            var schemas = new LinkedHashMap<Product, ProductSchema>();
            products.forEach(p -> schemas.put(p.product(), SchemaReader.read(p.jdbc())));
            var live = LiveCatalogue.of(Catalogues.shipped(), schemas);

            for (var product : products) {
                var statements = statements(live, product.product());
                assertThat(statements).hasSizeGreaterThan(20);
                assertThat(statements).allSatisfy(sql -> assertThat(comparesEachWithEach(plan(product, sql)))
                        .as(sql)
                        .isFalse());
            }
        }
    }

    /** And keeps that plan while the month fills. */
    @Test
    void findsATransfersEntriesByTheTransferIfPlannedWhenThereAreNone() throws Exception {
        try (var databases = ReferenceDatabases.empty(ProductDatabases::migrate, "migrated")) {
            var product = new ProductDatabase(new Product("qm"), databases.qm());
            product.operations().execute("ANALYZE user_data_transfer.row_ledger");

            var plan = product.inTransaction(() -> {
                product.jdbc().sql("SET LOCAL enable_seqscan = off").update();
                product.jdbc().sql("SET LOCAL plan_cache_mode = force_generic_plan").update();
                product.operations()
                        .execute("PREPARE newest (text[], integer[], text, bigint, integer) AS " + numbered(LedgerEntry.NEWEST));
                return String.join("\n", product.operations()
                        .queryForList("EXPLAIN EXECUTE newest ('{}', '{}', 'ccr', 1000, 1000)", String.class));
            });

            assertThat(plan).contains("transfer_id_idx").doesNotContain("entry_id_idx");
        }
    }

    private static String numbered(String sql) {
        return sql.replace(":transfers", "$1")
                .replace(":epochs", "$2")
                .replace(":type", "$3")
                .replace(":below", "$4")
                .replace(":rows", "$5");
    }

    private static List<String> statements(LiveCatalogue live, Product product) {
        var schema = live.schema(product);
        var types = live.catalogue().types(product);
        var thirds = new ThirdUsers(types, schema);
        var statements = new ArrayList<String>();
        for (var type : types) {
            for (var table : type.tables()) {
                var shape = schema.table(table.table());
                var ledger = new LedgerRows(type, "bigint");
                for (var work : List.of(
                        work(LedgerKind.REMOVED, table.table(), Optional.empty(), shape),
                        work(LedgerKind.MOVED, table.table(), Optional.of(table.users().getFirst()), shape))) {
                    statements.add(RestoreSql.of(ledger, work, shape, table.users(), thirds.columns(table.table()))
                            .statement());
                }
            }
        }
        return statements;
    }

    private static Work work(
            LedgerKind kind, SqlTable table, Optional<SqlIdentifier> user, TableShape shape) {
        return new Work(1, kind, table, user, shape.rowKey(), List.of(), List.of(), false, shape.writable());
    }

    private static JsonNode plan(ProductDatabase product, String sql) {
        var statements = new Statements(product.operations(), product.jdbc(), 100);
        var plan = statements
                .bound("EXPLAIN (FORMAT JSON) " + sql, ANYBODY)
                .param("entries", new Long[] {1L})
                .param("numbers", null)
                .query(String.class)
                .single();
        return JSON.readTree(plan).get(0).get("Plan");
    }

    private static boolean comparesEachWithEach(JsonNode node) {
        return node.get("Node Type").asString().equals("Nested Loop")
                        && joined(node).stream().allMatch(RestoreSqlTest::isOfTheStatementAlone)
                || children(node).stream().anyMatch(RestoreSqlTest::comparesEachWithEach);
    }

    /** Not looked up in a table: rows that an earlier part of the statement has come to. */
    private static boolean isOfTheStatementAlone(JsonNode node) {
        var joined = joined(node);
        return joined.isEmpty()
                ? node.get("Node Type").asString().equals("CTE Scan")
                : joined.stream().allMatch(RestoreSqlTest::isOfTheStatementAlone);
    }

    private static List<JsonNode> joined(JsonNode node) {
        return children(node).stream()
                .filter(child -> !child.get("Parent Relationship").asString().endsWith("Plan"))
                .toList();
    }

    private static List<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.path("Plans").spliterator(), false).toList();
    }
}
