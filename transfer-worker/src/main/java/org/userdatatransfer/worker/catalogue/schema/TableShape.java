package org.userdatatransfer.worker.catalogue.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * A table as the live database has it.
 *
 * @param uniques its primary key, unique constraints and indexes, partial ones too, and exclusion constraints
 * @param references the foreign keys that point into it, from any table
 * @param indexes the columns of those indexes that find rows by their first columns
 * @param rowSecurity whether policies may hide rows from this connection
 * @param rewritten what rules make other statements of, or forbid
 * @param privileges what this connection's role may do with it
 * @param inheritors the tables that inherit from it, its partitions aside
 * @param leaves the tables that hold the rows: its partitions, or itself
 * @param kin its partitions, of all levels, and what it is a partition of itself: some of its rows are rows of these
 * @param partitionedBy the columns that say in which of its partitions a row is
 */
public record TableShape(
        SqlTable table,
        List<Column> columns,
        List<UniqueKey> uniques,
        List<ForeignKey> references,
        List<ForeignKey> foreignKeys,
        List<List<SqlIdentifier>> indexes,
        boolean rowSecurity,
        Set<Privilege> rewritten,
        Set<Privilege> privileges,
        List<SqlTable> inheritors,
        List<SqlTable> leaves,
        List<SqlTable> kin,
        Set<SqlIdentifier> partitionedBy) {

    public TableShape {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
        references = List.copyOf(references);
        foreignKeys = List.copyOf(foreignKeys);
        indexes = List.copyOf(indexes);
        rewritten = Set.copyOf(rewritten);
        privileges = Set.copyOf(privileges);
        inheritors = List.copyOf(inheritors);
        leaves = List.copyOf(leaves);
        kin = List.copyOf(kin);
        partitionedBy = Set.copyOf(partitionedBy);
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

    /** Whether no row lacks a value in a column of the key. */
    public boolean neverNull(UniqueKey unique) {
        return unique.columns().stream().allMatch(c -> column(c).filter(Column::notNull).isPresent());
    }

    /** The columns a row can be written back with: all but the generated ones. */
    public List<SqlIdentifier> writable() {
        return columns.stream().filter(c -> !c.generated()).map(Column::name).toList();
    }

    /** The unique key a rule is about: the one with just these columns, of several the one that all rows are in. */
    public Optional<UniqueKey> unique(List<SqlIdentifier> on) {
        return uniques.stream()
                .filter(u -> u.plain() && u.hasJust(on))
                .min(Comparator.comparing(u -> !u.covers()));
    }

    /**
     * The columns that tell every row from all others: the primary key, else a unique key in which all have values; or
     * none.
     */
    public List<SqlIdentifier> rowKey() {
        return uniques.stream()
                .filter(u -> u.primary() || u.covers() && neverNull(u))
                .findFirst()
                .map(UniqueKey::columns)
                .orElse(List.of());
    }
}
