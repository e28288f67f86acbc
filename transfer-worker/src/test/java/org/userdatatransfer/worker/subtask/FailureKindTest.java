package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

    @ParameterizedTest(name = "{0}, {2}: {1}")
    @CsvSource(
            textBlock = """
                    23505, REPLAN,      unique violation
                    23P01, REPLAN,      exclusion violation
                    40001, REPLAN,      serialization failure
                    40P01, BUSY,        deadlock detected
                    55P03, BUSY,        lock not available
                    57014, BUSY,        statement timeout
                    08006, UNAVAILABLE, connection failure
                    25006, UNAVAILABLE, read-only database
                    25P03, UNAVAILABLE, idle in transaction timeout
                    25P04, UNAVAILABLE, transaction timeout
                    28P01, UNAVAILABLE, wrong password
                    3D000, UNAVAILABLE, no such database
                    53300, UNAVAILABLE, too many connections
                    57P01, UNAVAILABLE, shutdown
                    58030, UNAVAILABLE, I/O error
                    23503, PERMANENT,   foreign key violation
                    22001, PERMANENT,   string too long
                    42501, PERMANENT,   insufficient privilege
                    P0001, PERMANENT,   raised by a trigger
                    """)
    void goesBySqlState(String state, FailureKind kind, String what) {
        var wrapped = new IllegalStateException("a statement failed", new SQLException(what, state));

        assertThat(FailureKind.of(wrapped)).isEqualTo(kind);
    }

    @Test
    void blamesTheConnectionForAnErrorThatNamesNoState() {
        assertThat(FailureKind.of(new SQLException("no state"))).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(FailureKind.of(new SQLTransientConnectionException("pool exhausted", "42501")))
                .isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void decidesAnewForTransfersThatShareAPerson() {
        assertThat(FailureKind.of(new SharedPersonException("two of one person"))).isEqualTo(FailureKind.REPLAN);
    }

    @Test
    void blamesNoTransferForAnErrorOfTheMachine() {
        assertThat(List.of(new OutOfMemoryError("Java heap space"), new NoClassDefFoundError("a broken build")))
                .allSatisfy(error -> assertThat(FailureKind.of(new CompletionException(error)))
                        .isEqualTo(FailureKind.UNAVAILABLE));
    }

    @Test
    void givesUpOnWhatIsNoTroubleOfTheDatabase() {
        assertThat(FailureKind.of(new IllegalStateException("ours"))).isEqualTo(FailureKind.PERMANENT);
    }
}
