package org.userdatatransfer.worker.saga;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;

/** What the numbers of a {@link ModelState} stand for: the sagas and the messages of the two transfers of a world. */
final class Model {

    static final Duration DEADLINE = Duration.ofHours(1);

    final Core core;
    final World world;
    final SagaPolicy policy;
    private final Numbers<Saga> sagas = new Numbers<>();
    private final Numbers<Object> messages = new Numbers<>();

    Model(Core core, World world) {
        this.core = core;
        this.world = world;
        this.policy = new SagaPolicy(
                Duration.ZERO,
                Duration.ZERO,
                DEADLINE,
                world.whenOverdue(),
                DEADLINE,
                2,
                Duration.ZERO,
                Duration.ofDays(1));
    }

    static int number(TransferId id) {
        return (int) id.value().getLeastSignificantBits();
    }

    int number(Saga saga) {
        return sagas.of(saga);
    }

    Saga saga(ModelState state, int transfer) {
        return sagas.get(state.saga(transfer));
    }

    List<PlannedType> plan(int transfer) {
        return world.plans().get(transfer);
    }

    int indexOf(int transfer, DataTypeName type) {
        for (int i = 0; i < plan(transfer).size(); i++) {
            if (plan(transfer).get(i).name().equals(type)) {
                return i;
            }
        }
        throw new IllegalStateException("No such type: " + type);
    }

    boolean locksUsers(int transfer) {
        return world.requests().get(transfer).mode() == TransferMode.EXECUTE;
    }

    boolean hasTicket(ModelState state, int transfer) {
        return locksUsers(transfer) ? state.isQueued(transfer) : state.isQueuedForRoom(transfer);
    }

    /** The place of its latest start in the order of all starts; 0 if it has never started. */
    long ticket(ModelState state, int transfer) {
        return state.isRequested(transfer) ? saga(state, transfer).ticket().orElse(0L) : 0;
    }

    /** The other one, if it is in effect and has started later. */
    Optional<TransferId> laterTransfer(ModelState state, int transfer) {
        var other = 1 - transfer;
        return state.isRequested(other)
                        && saga(state, other).isInEffect()
                        && ticket(state, other) > ticket(state, transfer)
                ? Optional.of(world.requests().get(other).id())
                : Optional.empty();
    }

    /** A command or a report, by its number. */
    Object message(int number) {
        return messages.get(number);
    }

    void send(ModelState state, SubTask subTask) {
        state.send(messages.of(subTask));
    }

    void send(ModelState state, SubTaskReport report) {
        state.send(messages.of(report));
    }

    boolean isSent(ModelState state, Object message) {
        return messages.isKnown(message) && state.isSent(messages.of(message));
    }

    static String text(SubTask subTask) {
        return "%s %s of %d, epoch %d"
                .formatted(subTask.action(), subTask.dataTypes(), number(subTask.transferId()), subTask.epoch());
    }

    static String text(SubTaskReport report) {
        return "%s %s of %d, epoch %d"
                .formatted(
                        report.action(),
                        report.results().stream()
                                .map(r -> r.dataType() + " " + r.outcome())
                                .toList(),
                        number(report.transferId()),
                        report.epoch());
    }
}
