package org.userdatatransfer.events;

import java.util.List;

/** The names of the topics; each carries one kind of record. */
public final class Topics {

    /** {@link TransferRequested}, keyed by tenantId. */
    public static final String TRANSFER_REQUESTED = "transfer.requested";

    /** {@link TransferControl}, keyed by transferId. */
    public static final String TRANSFER_CONTROL = "transfer.control";

    /** {@link SubTaskRequested}, keyed by tenantId, a colon and the product: one queue per tenant and product. */
    public static final String SUBTASK_REQUESTED = "transfer.subtask.requested";

    /**
     * {@link SubTaskRequested} again, for the further slices of large data types, so that they keep no others waiting; keyed
     * by transferId, a colon and the data type.
     */
    public static final String SUBTASK_SLICED = "transfer.subtask.sliced";

    /** {@link SubTaskReported}, keyed by transferId. */
    public static final String SUBTASK_REPORTED = "transfer.subtask.reported";

    /** {@link TransferStatusChanged}, keyed by transferId. */
    public static final String TRANSFER_STATUS = "transfer.status";

    /** {@link TransferPreviewed}, keyed by transferId. */
    public static final String TRANSFER_PREVIEWED = "transfer.previewed";

    /** {@link TransferCompleted}, keyed by transferId. */
    public static final String TRANSFER_COMPLETED = "transfer.completed";

    /** {@link TransferFailed}, keyed by transferId. */
    public static final String TRANSFER_FAILED = "transfer.failed";

    /** {@link TransferUndone}, keyed by transferId. */
    public static final String TRANSFER_UNDONE = "transfer.undone";

    /** All of them, without the dead letters. */
    public static final List<String> ALL = List.of(
            TRANSFER_REQUESTED,
            TRANSFER_CONTROL,
            SUBTASK_REQUESTED,
            SUBTASK_SLICED,
            SUBTASK_REPORTED,
            TRANSFER_STATUS,
            TRANSFER_PREVIEWED,
            TRANSFER_COMPLETED,
            TRANSFER_FAILED,
            TRANSFER_UNDONE);

    private Topics() {}

    /** Where the records of a topic go that nobody can read. */
    public static String deadLettersOf(String topic) {
        return topic + ".dlt";
    }
}
