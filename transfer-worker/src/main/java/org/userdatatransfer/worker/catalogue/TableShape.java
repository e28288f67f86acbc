package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * A table as the live database has it.
 *
 * @param uniques its primary key, unique constraints and indexes, partial ones too, and exclusion constraints
 * @param references the foreign keys that point into it, from any table
 * @param rowSecurity whether policies may hide rows from this connection
 * @param leaves the tables that hold the rows: its partitions, or itself
 */
public record TableShape(
        SqlTable table,
        List<Column> columns,
        List<UniqueKey> uniques,
        List<ForeignKey> references,
        List<ForeignKey> foreignKeys,
        List<List<SqlIdentifier>> indexes,
        boolean rowSecurity,
        List<SqlTable> leaves) {

    public TableShape {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
        references = List.copyOf(references);
        foreignKeys = List.copyOf(foreignKeys);
        indexes = List.copyOf(indexes);
        leaves = List.copyOf(leaves);
    }

    /** @param type as SQL writes it, such as {@code character varying(80)} */
    public record Column(SqlIdentifier name, String type, boolean notNull, boolean generated, Optional<Integer> maxLength) {}

    /**
     * A set of columns in which no two rows may be alike.
     *
     * @param operators per column what makes two values alike: {@code =}, or that of an exclusion constraint
     * @param predicate the rows it is about, for a partial key, as PostgreSQL writes it
     * @param plain whether the key consists of columns only (an expression has no column to compare)
     */
    public record UniqueKey(
            String name,
            List<SqlIdentifier> columns,
            List<String> operators,
            Optional<String> predicate,
            boolean primary,
            boolean exclusion,
            boolean plain) {

        public UniqueKey {
            columns = List.copyOf(columns);
            operators = List.copyOf(operators);
        }
    }

    /** What a foreign key does to a child when its parent goes. */
    public enum OnDelete {
        BLOCK,
        CASCADE,
        SET
    }

    /** A foreign key: {@code columns} of {@code child} name {@code parentColumns} of {@code parent}. */
    public record ForeignKey(
            String name,
            SqlTable child,
            List<SqlIdentifier> columns,
            SqlTable parent,
            List<SqlIdentifier> parentColumns,
            OnDelete onDelete) {

        public ForeignKey {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
        }
    }

    public Optional<Column> column(SqlIdentifier name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The type of a column that is known to be there. */
    public String typeOf(SqlIdentifier name) {
        return column(name)
                .map(Column::type)
                .orElseThrow(() -> new IllegalStateException("No column %s in %s".formatted(name, table)));
    }

    /** The columns a row can be written back with: all but the generated ones. */
    public List<SqlIdentifier> writable() {
        return columns.stream().filter(c -> !c.generated()).map(Column::name).toList();
    }

    /** The unique key a rule is about, if there is one with just these columns. */
    public Optional<UniqueKey> unique(List<SqlIdentifier> on) {
        return uniques.stream()
                .filter(u -> u.columns().size() == on.size() && u.columns().containsAll(on))
                .findFirst();
    }

    public List<SqlIdentifier> primaryKey() {
        return uniques.stream()
                .filter(UniqueKey::primary)
                .findFirst()
                .map(UniqueKey::columns)
                .orElse(List.of());
    }
}
