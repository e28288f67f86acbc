package org.userdatatransfer.worker.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.Row;
import org.userdatatransfer.worker.oracle.UserPair;

/**
 * The rows before a transfer, after it, after others have written, and after its undo. A row that is named by its user
 * keeps one name through all of them, though it changes its key.
 */
record Moments(
        UserPair pair,
        boolean overwritten,
        DatabaseRows before,
        DatabaseRows after,
        DatabaseRows edited,
        DatabaseRows undone) {

    enum Moment {
        BEFORE,
        AFTER,
        EDITED,
        UNDONE
    }

    List<String> key(String table) {
        return before.tables().get(table).key();
    }

    /** The rows of a moment by what names them throughout. */
    Map<String, Row> rows(String table, Moment moment, String user) {
        var named = new TreeMap<String, Row>();
        for (var row : at(moment).rows(table)) {
            var twin = named.put(name(table, row, moment, user), row);
            if (twin != null) {
                throw new IllegalStateException("%s and %s go by one name in %s".formatted(row, twin, table));
            }
        }
        return named;
    }

    private String name(String table, Row row, Moment moment, String user) {
        if (!key(table).contains(user)) {
            return values(row, key(table));
        }
        var stable = key(table).stream().filter(column -> !column.equals(user)).toList();
        var rest = values(row, stable);
        return row.has(user, holderOfMoved(table, stable, row, moment, user))
                ? "moved " + rest
                : rest + " of " + row.text(user);
    }

    /** Who has, at that moment, the row that was moved; nobody if none was. */
    private String holderOfMoved(String table, List<String> stable, Row alike, Moment moment, String user) {
        var moved = has(before, table, stable, alike, user, pair.source())
                && (overwritten || !has(before, table, stable, alike, user, pair.target()));
        if (!moved) {
            return "nobody";
        }
        return switch (moment) {
            case BEFORE -> pair.source();
            case AFTER, EDITED -> pair.target();
            case UNDONE -> {
                if (!has(edited, table, stable, alike, user, pair.target())) {
                    yield "nobody";
                }
                yield !has(edited, table, stable, alike, user, pair.source())
                                && has(undone, table, stable, alike, user, pair.source())
                        ? pair.source()
                        : pair.target();
            }
        };
    }

    private static boolean has(
            DatabaseRows rows, String table, List<String> stable, Row alike, String user, String whose) {
        return rows.rows(table).stream().anyMatch(row -> row.has(user, whose) && row.alike(alike, stable));
    }

    private static String values(Row row, List<String> columns) {
        return columns.stream().map(row::text).collect(Collectors.joining(", "));
    }

    private DatabaseRows at(Moment moment) {
        return switch (moment) {
            case BEFORE -> before;
            case AFTER -> after;
            case EDITED -> edited;
            case UNDONE -> undone;
        };
    }
}
