package org.userdatatransfer.worker.subtask;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads in the products' ledgers what a transfer did to one row, and why. */
public final class RowHistory {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> VALUES = new TypeReference<>() {};

    private final LiveCatalogue live;
    private final Map<Product, ProductDatabase> databases = new TreeMap<>();

    public RowHistory(LiveCatalogue live, Collection<ProductDatabase> databases) {
        this.live = live;
        databases.forEach(database -> this.databases.put(database.product(), database));
    }

    public Set<Product> products() {
        return Set.copyOf(databases.keySet());
    }

    /** The tables of a product's data types, by their full names. */
    public Set<String> tables(Product product) {
        var tables = new TreeSet<String>();
        userTables(product).forEach(table -> {
            tables.add(table.table().toString());
            table.children().forEach(child -> tables.add(child.toString()));
        });
        return tables;
    }

    private List<UserTable> userTables(Product product) {
        return live.catalogue().types(product).stream()
                .map(DataType::tables)
                .flatMap(List::stream)
                .toList();
    }

    /** A table of the product's data types, its schema left out where the search path leads to it. */
    public Optional<SqlTable> table(Product product, String name) {
        return live.schema(product)
                .find(SqlTable.parse(name))
                .map(TableShape::table)
                .filter(table -> tables(product).contains(table.toString()));
    }

    /** The columns that tell the table's rows apart: those of the catalogue, or a child's own. */
    public List<SqlIdentifier> key(Product product, SqlTable table) {
        return userTables(product).stream()
                .filter(user -> user.table().equals(table))
                .findFirst()
                .map(UserTable::key)
                .orElseGet(() -> live.schema(product).table(table).rowKey());
    }

    /**
     * What a transfer did to a row, in its order.
     *
     * @param key a value for each column of {@link #key}, as text
     * @throws IllegalArgumentException if a value is not of its column's type
     */
    public List<RowStep> of(TransferId transfer, Product product, SqlTable table, List<String> key) {
        var columns = key(product, table);
        var query = databases
                .get(product)
                .jdbc()
                .sql(sql(live.schema(product).table(table), columns))
                .param("transfer", transfer.value())
                .param("columns", columns.stream().map(SqlIdentifier::name).toArray(String[]::new));
        for (var i = 0; i < key.size(); i++) {
            query = query.param("k" + i, key.get(i));
        }
        try {
            return query.query(RowHistory::read).list();
        } catch (DataIntegrityViolationException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMostSpecificCause().getMessage()), e);
        }
    }

    private static String sql(TableShape shape, List<SqlIdentifier> key) {
        var numbers = IntStream.range(0, key.size()).boxed().toList();
        return SqlTemplate.of(
                """
                WITH wanted AS MATERIALIZED (SELECT jsonb_build_object({object}) AS key)
                SELECT l.written_at, l.data_type, l.epoch, l.kind, l.user_column, l.rule, l.set_columns,
                       r.image, r.before, r.after, f.source_id, f.target_id,
                       f.applied_epoch IS DISTINCT FROM l.epoch AS undone
                FROM wanted w CROSS JOIN user_data_transfer.row_ledger l
                LEFT JOIN user_data_transfer.sub_task_fence f USING (transfer_id, data_type)
                CROSS JOIN LATERAL unnest(l.bigint_keys, l.json_keys, l.images, l.before, l.after)
                    AS r(id, key, image, before, after)
                WHERE l.transfer_id = :transfer AND l.table_name = {table}
                  AND CASE WHEN l.kind = 'REMOVED' THEN {isImage}
                           ELSE l.key_columns <@ CAST(:columns AS text[]) AND NOT EXISTS (
                               SELECT FROM unnest(l.key_columns) WITH ORDINALITY AS c(name, n)
                               WHERE coalesce(r.key, jsonb_build_array(r.id)) -> (c.n::integer - 1)
                                     IS DISTINCT FROM w.key -> c.name)
                      END
                ORDER BY l.entry_id
                """)
                .with("object", join(numbers, ", ", i -> key.get(i).literal() + ", "
                        + shape.keyPart(key.get(i), "CAST(:k%d AS %s)".formatted(i, shape.typeOf(key.get(i))))))
                .with("table", shape.table().literal())
                .with("isImage", all(numbers, i -> "CAST(r.image ->> %1$s AS %3$s) = CAST(:k%2$d AS %3$s)"
                        .formatted(key.get(i).literal(), i, shape.typeOf(key.get(i)))))
                .sql();
    }

    private static RowStep read(ResultSet row, int n) throws SQLException {
        var column = Optional.ofNullable(row.getString("user_column"));
        var before = values(row.getString("image") == null ? row.getString("before") : row.getString("image"));
        var after = values(row.getString("after"));
        if (column.isPresent()) {
            before.put(column.get(), row.getString("source_id"));
            after.put(column.get(), row.getString("target_id"));
            for (var filled : (String[]) row.getArray("set_columns").getArray()) {
                before.put(filled, null);
                after.put(filled, row.getString("source_id"));
            }
        }
        return new RowStep(
                row.getObject("written_at", OffsetDateTime.class).toInstant(),
                new DataTypeName(row.getString("data_type")),
                row.getInt("epoch"),
                LedgerKind.valueOf(row.getString("kind")),
                column,
                row.getString("rule"),
                before,
                after,
                row.getBoolean("undone"));
    }

    private static Map<String, @Nullable String> values(@Nullable String json) {
        return json == null ? new LinkedHashMap<>() : JSON.readValue(json, VALUES);
    }
}
