package org.userdatatransfer.worker.transfer;

import java.util.Optional;

/**
 * Why a transfer was rejected or failed.
 *
 * @param code for programs: the name of a {@link ReasonCode}
 * @param field the field of the request at fault
 * @param value its value
 * @param dataType the data type at fault
 * @param message the same for a person, with the remedy
 */
public record FailureReason(
        String code, Optional<String> field, Optional<String> value, Optional<DataTypeName> dataType, String message) {

    /** A reason that lies in one field of the request. */
    public static FailureReason inField(ReasonCode code, String field, String value, String message) {
        return new FailureReason(code.name(), Optional.of(field), Optional.of(value), Optional.empty(), message);
    }

    /** A reason that lies in one data type. */
    public static FailureReason ofType(ReasonCode code, DataTypeName dataType, String message) {
        return ofType(code.name(), dataType, message);
    }

    /** The same with a code that a worker has given, perhaps a newer one. */
    public static FailureReason ofType(String code, DataTypeName dataType, String message) {
        return new FailureReason(code, Optional.empty(), Optional.empty(), Optional.of(dataType), message);
    }

    /** A reason that lies in the transfer as a whole. */
    public static FailureReason ofTransfer(ReasonCode code, String message) {
        return new FailureReason(code.name(), Optional.empty(), Optional.empty(), Optional.empty(), message);
    }
}
