package org.userdatatransfer.worker.subtask;

import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;

/** What a sub-task says when something it needs is not in the product's database. */
final class Absences {

    private Absences() {}

    static DataTypeResult ofTables(DataTypeName type) {
        return DataTypeResult.skipped(
                type, ReasonCode.TABLE_ABSENT, "The optional data type's tables are not in this database");
    }

    /** The product knew both users when the transfer started: to skip its rows now would be to leave them behind. */
    static DataTypeResult ofUser(DataTypeName type, SubTask command, Identities identities) {
        return identities.id(command, command.source()).isEmpty()
                ? DataTypeResult.failed(
                        type,
                        ReasonCode.SOURCE_NOT_IN_PRODUCT,
                        "User '%s' is not in %s any more; give the account back"
                                .formatted(command.source(), command.product()))
                : DataTypeResult.failed(
                        type,
                        ReasonCode.TARGET_NOT_IN_PRODUCT,
                        "User '%s' is not in %s; add the user there".formatted(command.target(), command.product()));
    }
}
