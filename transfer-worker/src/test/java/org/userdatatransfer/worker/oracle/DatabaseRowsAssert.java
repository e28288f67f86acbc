package org.userdatatransfer.worker.oracle;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Compares the rows of two moments and shows the first differences of each table. */
public final class DatabaseRowsAssert extends AbstractAssert<DatabaseRowsAssert, DatabaseRows> {

    private static final int SHOWN_PER_TABLE = 8;

    private Instant notBefore = Instant.MIN;
    private Instant notAfter = Instant.MAX;

    private DatabaseRowsAssert(DatabaseRows actual) {
        super(actual, DatabaseRowsAssert.class);
    }

    public static DatabaseRowsAssert assertThatRows(DatabaseRows actual) {
        return new DatabaseRowsAssert(actual);
    }

    /** Limits the times that {@link ExpectedTransfer#TIME_OF_TRANSFER} may stand for. */
    public DatabaseRowsAssert writtenBetween(Instant first, Instant last) {
        notBefore = first;
        notAfter = last;
        return this;
    }

    /** Compares row by row; a stand-in in the expected rows is compared for what it stands for. */
    public DatabaseRowsAssert areAsIn(DatabaseRows expected) {
        var differences = new StandIns(expected, notBefore, notAfter).in(actual).differencesFrom(expected);
        if (!differences.isEmpty()) {
            failWithMessage("%s", differences.entrySet().stream()
                    .map(e -> shown(e.getKey(), e.getValue()))
                    .collect(Collectors.joining("\n")));
        }
        return this;
    }

    private static String shown(String table, List<String> lines) {
        return lines.stream()
                .limit(SHOWN_PER_TABLE)
                .collect(Collectors.joining("\n  ", "%d rows of %s differ:\n  ".formatted(lines.size(), table), ""));
    }
}
