package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Map;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * A table of a data type and the columns of it that name users.
 *
 * @param key the columns that identify a row; a user column among them identifies it together with the user
 * @param users the columns that move, each on its own
 * @param keeps the columns that name a user and deliberately stay
 * @param fill per column that stays the user column whose old value it takes at the move, where it is null
 * @param rules in the order in which they decide: what removes rows, then what renames, then what closes
 * @param children tables without a user column whose rows follow their parent, by foreign key
 */
public record UserTable(
        SqlTable table,
        List<SqlIdentifier> key,
        List<SqlIdentifier> users,
        List<SqlIdentifier> keeps,
        Map<SqlIdentifier, SqlIdentifier> fill,
        List<ConflictRule> rules,
        List<SqlTable> children,
        List<FlagRule> flags) {

    public UserTable {
        key = List.copyOf(key);
        users = List.copyOf(users);
        keeps = List.copyOf(keeps);
        fill = Map.copyOf(fill);
        rules = List.copyOf(rules);
        children = List.copyOf(children);
        flags = List.copyOf(flags);
    }

    /** The part of the key that a move does not change: what the ledger keeps of a moved row. */
    public List<SqlIdentifier> stableKey() {
        return key.stream().filter(column -> !users.contains(column)).toList();
    }
}
