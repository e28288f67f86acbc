package org.userdatatransfer.worker.catalogue.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlText;

/**
 * A set of columns in which no two rows may be alike.
 *
 * @param operators per column what says that two values are alike, or exclude each other, as SQL: an operator, with its
 *     collation where that is not the column's
 * @param predicate the rows it is about, for a partial key, as PostgreSQL writes it
 * @param mentioned columns in the predicate, in an expression of the key, or that one of its columns is generated from
 * @param plain whether the key consists of columns only (an expression has no column to compare)
 * @param nullsAlike whether two rows without a value are alike too
 * @param deferrable whether it may be checked as late as the commit
 */
public record UniqueKey(
        String name,
        List<SqlIdentifier> columns,
        List<String> operators,
        Optional<String> predicate,
        List<SqlIdentifier> mentioned,
        boolean primary,
        boolean exclusion,
        boolean plain,
        boolean nullsAlike,
        boolean deferrable) {

    private static final Pattern OPERATOR = Pattern.compile("(=|OPERATOR\\(.*\\))$");

    public UniqueKey {
        columns = List.copyOf(columns);
        operators = List.copyOf(operators);
        mentioned = List.copyOf(mentioned);
        if (operators.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "%s has the columns %s, but the operators %s".formatted(name, columns, operators));
        }
    }

    public String operator(SqlIdentifier column) {
        return operators.get(columns.indexOf(column));
    }

    /** {@code COLLATE …} where it is not the column's: by it values are alike that the column tells apart. */
    public String collation(SqlIdentifier column) {
        return OPERATOR.matcher(operator(column)).replaceAll("");
    }

    /** The condition for a row to be in it, as a statement takes it. */
    public String condition() {
        return predicate.map(SqlText::withoutParameters).orElse("TRUE");
    }

    /** Whether a change of the column may change which rows are alike. */
    public boolean isAbout(SqlIdentifier column) {
        return columns.contains(column) || mentioned.contains(column);
    }

    /** Whether it consists of these columns, in whatever order. */
    public boolean hasJust(List<SqlIdentifier> others) {
        return columns.size() == others.size() && columns.containsAll(others);
    }

    /** Whether every row of the table is in it, to be told from all others by its columns. */
    public boolean covers() {
        return plain && predicate.isEmpty() && !exclusion;
    }
}
