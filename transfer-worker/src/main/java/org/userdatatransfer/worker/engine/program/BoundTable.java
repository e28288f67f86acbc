package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.join;

import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.TableShape;

/**
 * A user table of the catalogue together with its shape in the database: what every statement about it is made of. In
 * all of them {@code h} is a handover, {@code s} a row of the source, {@code o} the target's row it clashes with,
 * {@code x} the row that is written, {@code l} an entry of the ledger and {@code e} a row of an entry.
 *
 * @param userType the SQL type of the product's own user ids
 */
public record BoundTable(DataType type, UserTable table, TableShape shape, String userType) {

    public String handovers() {
        return HandoverSql.relation(userType);
    }

    String sql() {
        return shape.table().sql();
    }

    /** How many (row, user column) pairs of {@code row} name one of the two users of {@code handover}. */
    String pairsOf(String row, String handover) {
        return HandoverSql.pairs(table.users(), u -> u.of(row), handover);
    }

    /** How many user columns of {@code row} name a user. */
    String naming(String row, String user) {
        return "("
                + join(table.users(), " + ", u -> "coalesce((%s = %s)::integer, 0)".formatted(u.of(row), user))
                + ")";
    }
}
