package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.Column;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;

/**
 * A table of a data type that is there, with all the columns that the catalogue names.
 *
 * @param entry its key under {@code tables} in the catalogue
 */
record CheckedTable(DataType type, String entry, UserTable table, TableShape shape, ProductSchema schema) {

    String place() {
        return place(type, table.table());
    }

    static String place(DataType type, SqlTable table) {
        return "Data type '%s', table %s".formatted(type.name(), table);
    }

    /** Where the catalogue describes the table: what remedies refer to. */
    String path() {
        return path(type, entry);
    }

    static String path(DataType type, String entry) {
        return "types.%s.tables.%s".formatted(type.name(), entry);
    }

    /**
     * What to write to make its data type wait for another; the list is given whole, since it replaces the shipped one.
     */
    String toComeAfter(CheckedTable earlier) {
        return "Write types.%s.after: [%s]"
                .formatted(
                        type.name(),
                        Stream.concat(type.after().stream(), Stream.of(earlier.type.name()))
                                .map(DataTypeName::value)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    boolean isUser(SqlIdentifier column) {
        return table.users().contains(column);
    }

    boolean isGenerated(SqlIdentifier column) {
        return shape.column(column).filter(Column::generated).isPresent();
    }

    List<SqlIdentifier> usersAmong(List<SqlIdentifier> columns) {
        return columns.stream().filter(this::isUser).toList();
    }

    boolean losesRows() {
        return type.losesRows(table);
    }

    boolean overwritten() {
        return type.strategy() == Strategy.OVERWRITE;
    }

    List<Collapse> collapses() {
        return table.rules().stream()
                .filter(Collapse.class::isInstance)
                .map(Collapse.class::cast)
                .toList();
    }

    /** The unique keys of the table, and those that a partition has of its own. */
    List<UniqueKey> uniques() {
        return uniques(shape);
    }

    List<UniqueKey> uniques(TableShape of) {
        return Stream.concat(
                        of.uniques().stream(),
                        of.leaves().stream()
                                .filter(leaf -> !leaf.equals(of.table()))
                                .flatMap(leaf -> schema.find(leaf).stream())
                                .flatMap(partition -> partition.uniques().stream())
                                .filter(u -> of.uniques().stream().noneMatch(mine -> sameRows(mine, u))))
                .toList();
    }

    /**
     * Foreign keys that point to one of a table's partitions, or to what it is a partition of, instead of the table: the
     * engine does not follow them.
     */
    List<ForeignKey> referencesToKin(TableShape of) {
        return of.kin().stream()
                .flatMap(kin -> schema.find(kin).stream())
                .flatMap(kin -> kin.references().stream())
                .toList();
    }

    private static boolean sameRows(UniqueKey one, UniqueKey other) {
        return one.columns().equals(other.columns())
                && one.operators().equals(other.operators())
                && one.nullsAlike() == other.nullsAlike()
                && one.predicate().equals(other.predicate());
    }

    static boolean isUniqueBy(TableShape shape, Set<SqlIdentifier> columns) {
        return shape.uniques().stream().anyMatch(u -> u.covers() && columns.containsAll(u.columns()));
    }

    static String list(List<SqlIdentifier> columns) {
        return columns.stream().map(SqlIdentifier::name).collect(Collectors.joining(", "));
    }
}
