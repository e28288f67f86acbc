package org.userdatatransfer.worker.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user with so many rows, spread evenly over the large tables, who leaves them to another one with as many.
 *
 * @param rows of each of the two in the large tables together
 */
record HeavyUser(int rows) {

    private static final int LARGE_TABLES = 8;
    private static final int ROWS_IN_SMALL_TABLES = 100;

    UserPair pair() {
        return new UserPair("heavy-source-%d".formatted(rows), "heavy-target-%d".formatted(rows));
    }

    /** Statements that create the two. */
    List<String> sql() {
        var statements = new ArrayList<String>();
        Stream.of(pair().source(), pair().target()).forEach(user -> {
            statements.add("select demo.add_user('%s', '%s', '%2$s')".formatted(UserPair.TENANT, user));
            statements.add("select demo.populate('%s', '%s', %d, %d)"
                    .formatted(UserPair.TENANT, user, rows / LARGE_TABLES, ROWS_IN_SMALL_TABLES));
        });
        return statements;
    }
}
