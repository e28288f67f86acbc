package org.userdatatransfer.worker.saga;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Something that an operator of a {@link Model} may say: each action twice to each transfer.
 *
 * @param n 0 or 1
 */
record ModelControl(int transfer, ControlAction action, int n) {

    private static final int EACH = 2;
    private static final int TO_HELP = 4;

    static List<ModelControl> of(int transfer) {
        return Stream.of(ControlAction.values())
                .flatMap(action -> IntStream.range(0, EACH).mapToObj(n -> new ModelControl(transfer, action, n)))
                .toList();
    }

    /** What an operator says when one is needed: always as if for the first time, see {@link Timeless}. */
    static TransferControl toHelp(int transfer, ControlAction action) {
        return message(transfer, action, TO_HELP);
    }

    static boolean isToHelp(UUID controlId) {
        return controlId.getLeastSignificantBits() >= TO_HELP;
    }

    /** In which a {@link ModelState} keeps whether it was issued. */
    int bit() {
        return (transfer * ControlAction.values().length + action.ordinal()) * EACH + n;
    }

    /** The second comes after the first. */
    boolean isNext(ModelState state) {
        return n == 0 || state.isIssued(bit() - 1);
    }

    /** The only one that is remembered for a transfer that nobody has requested yet. */
    boolean isEarlyCancel() {
        return action == ControlAction.CANCEL && n == 0;
    }

    TransferControl message() {
        return message(transfer, action, n);
    }

    private static TransferControl message(int transfer, ControlAction action, int n) {
        return new TransferControl(
                new UUID(1 + action.ordinal(), transfer * (long) EACH + n),
                new TransferId(new UUID(0, transfer)),
                action,
                "olga",
                World.NOW,
                List.of(),
                Optional.empty());
    }
}
