package org.userdatatransfer.worker.subtask;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.engine.RowsWithheldException;

/** What kind of trouble an exception means, and so what is to be done about it. */
enum FailureKind {
    /** Somebody wrote in between; decided anew in a new transaction it may go well. */
    REPLAN,
    /** Somebody holds a lock; the transfer is asked again later. */
    BUSY,
    /** It will not go well however often it is tried. */
    PERMANENT,
    /** The database cannot be used at all, or this JVM cannot go on: no transfer is to blame. */
    UNAVAILABLE;

    /** By SQLSTATE, as PostgreSQL's manual lists them in appendix A. */
    static FailureKind of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowsWithheldException || cause instanceof SharedPersonException) {
                return REPLAN;
            }
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof Error) {
                return UNAVAILABLE;
            }
            if (cause instanceof SQLException sql) {
                return ofState(sql.getSQLState());
            }
        }
        return PERMANENT;
    }

    private static FailureKind ofState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return UNAVAILABLE;
        }
        return switch (state) {
            case "23505", "23P01", "40001" -> REPLAN;
            case "40P01", "55P03", "57014" -> BUSY;
            // A standby that has not been promoted yet is read-only; the other two end a session that took too long.
            case "25006", "25P03", "25P04" -> UNAVAILABLE;
            default ->
                switch (state.substring(0, 2)) {
                    case "08", "28", "3D", "53", "57", "58" -> UNAVAILABLE;
                    default -> PERMANENT;
                };
        };
    }
}
