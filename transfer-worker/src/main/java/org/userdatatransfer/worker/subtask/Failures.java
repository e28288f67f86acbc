package org.userdatatransfer.worker.subtask;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.userdatatransfer.worker.engine.RowsWithheldException;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;

/** Turns a failure of the machine into an outcome of the business: the one place where that happens. */
final class Failures {

    private Failures() {}

    static DataTypeResult deferred(DataTypeName type, Throwable failure) {
        return DataTypeResult.deferred(type, ReasonCode.BUSY, message(failure));
    }

    static DataTypeResult failed(DataTypeName type, Throwable failure) {
        return DataTypeResult.failed(type, code(failure), message(failure));
    }

    private static ReasonCode code(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowsWithheldException) {
                return ReasonCode.ROWS_WITHHELD;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return switch (sql.getSQLState().substring(0, 2)) {
                    case "23" -> ReasonCode.CONSTRAINT_VIOLATED;
                    case "22" -> ReasonCode.BAD_DATA;
                    case "P0" -> ReasonCode.REFUSED_BY_DATABASE;
                    default -> ReasonCode.DATABASE_ERROR;
                };
            }
        }
        return ReasonCode.INTERNAL_ERROR;
    }

    private static String message(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
                return named(sql.getServerErrorMessage());
            }
            if (cause instanceof RowsWithheldException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static String named(ServerErrorMessage error) {
        var message = new StringBuilder(String.valueOf(error.getMessage()));
        message.append(", SQLSTATE ").append(error.getSQLState());
        if (error.getDetail() != null && namesKeysOnly(error)) {
            message.append(" (").append(error.getDetail()).append(')');
        }
        if (error.getTable() != null) {
            message.append("; table ").append(error.getTable());
        }
        if (error.getConstraint() != null) {
            message.append(", constraint ").append(error.getConstraint());
        }
        return message.toString();
    }

    /** The details of other violations are whole rows, which are nobody's business but the product's. */
    private static boolean namesKeysOnly(ServerErrorMessage error) {
        return Set.of("23503", "23505", "23P01").contains(String.valueOf(error.getSQLState()));
    }
}
