package org.userdatatransfer.worker.transfer;

import java.util.List;

/**
 * One piece of a transfer's work in one product's database: the command that a sub-task worker carries out once in
 * effect.
 *
 * @param epoch raised by compensation, replay and undo; a worker does nothing for an epoch older than one it has seen
 * @param step orders the sub-tasks of one data type within an epoch: slices of a large type count up from 0, rounds of
 *     VERIFY from {@link #FIRST_VERIFY_STEP}
 * @param dataTypes exactly one, except for VERIFY: all of the transfer's types in the product
 * @param after the data types of the product that must be through in this epoch first; the worker holds the sub-task
 *     back until they are
 */
public record SubTask(
        TransferId transferId,
        TenantId tenant,
        UserId source,
        UserId target,
        int epoch,
        SubTaskAction action,
        int step,
        Product product,
        List<DataTypeName> dataTypes,
        WhenSourceEmpty whenSourceEmpty,
        List<DataTypeName> after) {

    public static final int FIRST_VERIFY_STEP = 1_000_000;

    public SubTask {
        dataTypes = List.copyOf(dataTypes);
        after = List.copyOf(after);
        if (dataTypes.isEmpty() || action != SubTaskAction.VERIFY && dataTypes.size() != 1) {
            throw new IllegalArgumentException(
                    "A %s sub-task of transfer %s names %d data types".formatted(action, transferId, dataTypes.size()));
        }
    }

    /** The one data type of a sub-task that is not VERIFY. */
    public DataTypeName dataType() {
        return dataTypes.getFirst();
    }

    /** Whether this is a further slice of a large data type. */
    public boolean isSlice() {
        return step > 0 && step < FIRST_VERIFY_STEP;
    }

    /** Whether this is a VERIFY that was sent with its data types: it only looks whether there are late rows. */
    public boolean isFirstLook() {
        return action == SubTaskAction.VERIFY && !after.isEmpty();
    }

    /** The slice that follows: its data type has begun, so that it comes after nothing any more. */
    public SubTask atStep(int other) {
        return new SubTask(
                transferId,
                tenant,
                source,
                target,
                epoch,
                action,
                other,
                product,
                dataTypes,
                whenSourceEmpty,
                List.of());
    }
}
