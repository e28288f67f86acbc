package org.userdatatransfer.worker.rowhistory;

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
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
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

    /** What can be asked for. */
    public LedgerTables tables() {
        return new LedgerTables(live);
    }

    /**
     * What a transfer did to a row, in its order.
     *
     * @param key a value for each column of {@link LedgerTables#key}, as text
     * @throws IllegalArgumentException if a value is not of its column's type
     */
    public List<RowStep> of(TransferId transfer, Product product, SqlTable table, List<String> key) {
        var columns = tables().key(product, table);
        var query = databases
                .get(product)
                .jdbc()
                .sql(RowHistorySql.of(live.schema(product).table(table), columns))
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
