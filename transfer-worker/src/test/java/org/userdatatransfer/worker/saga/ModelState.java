package org.userdatatransfer.worker.saga;

import java.util.Arrays;

/**
 * What has become of the two transfers of a {@link World}, their queue, their fences and all that was ever sent, packed
 * into a few ints: there are a million states. Sagas and messages are in it by their number in a {@link Model}.
 *
 * <p>A state that has been reached is not changed any more; what changes is a {@link #copy}.
 */
final class ModelState {

    static final int TRANSFERS = 2;
    static final int FENCES_EACH = 3; // two data types, then VERIFY
    static final int MAX_MESSAGES = 8 * 32;
    private static final int MAX_EPOCHS = 16;
    private static final int UNSEEN = -1;

    // The layout.
    private static final int SAGA = 0; // of each transfer, by number
    private static final int QUEUE = 2; // both users overlap in bob: one queue, a digit per transfer
    private static final int PARKED = 3; // a bit of each transfer
    private static final int ROOM = 4; // a bit of each transfer that queues for room only
    private static final int CONTROLS_LEFT = 5;
    private static final int FAILURES_LEFT = 6;
    private static final int ISSUED = 7; // controls that were issued, a bit each
    private static final int EARLY_CANCEL = 8; // a bit of each transfer
    private static final int ENDS = 9; // of each transfer, a bit per epoch whose end was announced
    private static final int CALLS_FOR_HELP = 11; // of each transfer, a bit per epoch
    private static final int FENCES = 13;
    private static final int SENT = FENCES + TRANSFERS * FENCES_EACH; // commands and reports, a bit each
    private static final int SIZE = SENT + MAX_MESSAGES / 32;

    private final int[] numbers;

    private ModelState(int[] numbers) {
        this.numbers = numbers;
    }

    /**
     * Nothing has happened.
     *
     * @param controls that operators will issue at most
     * @param failures that there will be at most
     */
    static ModelState initial(int controls, int failures) {
        var state = new ModelState(new int[SIZE]);
        Arrays.fill(state.numbers, SAGA, SAGA + TRANSFERS, UNSEEN);
        state.numbers[CONTROLS_LEFT] = controls;
        state.numbers[FAILURES_LEFT] = failures;
        return state;
    }

    ModelState copy() {
        return new ModelState(numbers.clone());
    }

    boolean isRequested(int transfer) {
        return numbers[SAGA + transfer] != UNSEEN;
    }

    int saga(int transfer) {
        return numbers[SAGA + transfer];
    }

    void setSaga(int transfer, int saga) {
        numbers[SAGA + transfer] = saga;
    }

    // The queue: the transfer at its head is the lower digit to the base of three.

    boolean isQueued(int transfer) {
        return isAtHead(transfer) || numbers[QUEUE] / 3 == transfer + 1;
    }

    boolean isAtHead(int transfer) {
        return numbers[QUEUE] % 3 == transfer + 1;
    }

    void enqueue(int transfer) {
        numbers[QUEUE] += numbers[QUEUE] == 0 ? transfer + 1 : 3 * (transfer + 1);
    }

    void dequeue(int transfer) {
        numbers[QUEUE] = isAtHead(transfer) ? numbers[QUEUE] / 3 : numbers[QUEUE] % 3;
        unpark(transfer);
    }

    boolean isParked(int transfer) {
        return has(PARKED, transfer);
    }

    void park(int transfer) {
        numbers[PARKED] |= 1 << transfer;
    }

    void unpark(int transfer) {
        numbers[PARKED] &= ~(1 << transfer);
    }

    boolean isQueuedForRoom(int transfer) {
        return has(ROOM, transfer);
    }

    void flipRoom(int transfer) {
        numbers[ROOM] ^= 1 << transfer;
    }

    // What may still go wrong, and what operators have said.

    boolean mayFail() {
        return numbers[FAILURES_LEFT] > 0;
    }

    void fail() {
        numbers[FAILURES_LEFT]--;
    }

    boolean mayIssue() {
        return numbers[CONTROLS_LEFT] > 0;
    }

    boolean isIssued(int control) {
        return has(ISSUED, control);
    }

    void issue(int control) {
        numbers[ISSUED] |= 1 << control;
        numbers[CONTROLS_LEFT]--;
    }

    boolean isCancelledEarly(int transfer) {
        return has(EARLY_CANCEL, transfer);
    }

    void cancelEarly(int transfer) {
        numbers[EARLY_CANCEL] |= 1 << transfer;
    }

    // What was announced.

    boolean hasEnd(int transfer, int epoch) {
        return has(ENDS + transfer, epoch);
    }

    boolean hasCalledForHelp(int transfer, int epoch) {
        return has(CALLS_FOR_HELP + transfer, epoch);
    }

    void end(int transfer, int epoch) {
        numbers[ENDS + transfer] |= 1 << inRange(epoch, MAX_EPOCHS, "epochs");
    }

    void callForHelp(int transfer, int epoch) {
        numbers[CALLS_FOR_HELP + transfer] |= 1 << inRange(epoch, MAX_EPOCHS, "epochs");
    }

    // The fences, packed.

    int fence(int transfer, int index) {
        return numbers[FENCES + transfer * FENCES_EACH + index];
    }

    void setFence(int transfer, int index, int packed) {
        numbers[FENCES + transfer * FENCES_EACH + index] = packed;
    }

    // The messages. What was sent stays, and may be delivered at any time.

    boolean isSent(int message) {
        return has(SENT + message / 32, message % 32);
    }

    void send(int message) {
        numbers[SENT + inRange(message, MAX_MESSAGES, "different messages") / 32] |= 1 << message % 32;
    }

    void forget(int message) {
        numbers[SENT + message / 32] &= ~(1 << message % 32);
    }

    /** The first message that was sent from this number on; -1 if there is none. */
    int nextSent(int from) {
        for (int word = from / 32; word < MAX_MESSAGES / 32; word++) {
            var sent = numbers[SENT + word] & (word == from / 32 ? -1 << from % 32 : -1);
            if (sent != 0) {
                return word * 32 + Integer.numberOfTrailingZeros(sent);
            }
        }
        return -1;
    }

    private boolean has(int at, int bit) {
        return (numbers[at] >> bit & 1) == 1;
    }

    private static int inRange(int number, int end, String what) {
        if (number >= end) {
            throw new IllegalStateException("There are more %s than the model has room for".formatted(what));
        }
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelState state && Arrays.equals(numbers, state.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }
}
