package org.userdatatransfer.worker.saga;

import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;

/**
 * A data type of a saga's plan, and what is known of it in the current run.
 *
 * @param index its place in the plan
 */
record PlannedSubTask(int index, PlannedType type, SubTaskState state) {

    DataTypeName name() {
        return type.name();
    }

    Product product() {
        return type.product();
    }

    SubTaskStatus status() {
        return state.status();
    }

    PlannedSubTask with(SubTaskState next) {
        return new PlannedSubTask(index, type, next);
    }
}
