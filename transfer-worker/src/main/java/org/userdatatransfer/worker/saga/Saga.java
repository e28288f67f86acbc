package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * The life of one transfer: an immutable value that says for every event what it becomes and what is to be done.
 *
 * @param plan the data types as they were when the request came; empty if it was turned down for what it says
 * @param sequence how many announcements were made
 * @param heard what has been said once and must not count again: control ids, fingerprints of other requests
 * @param ticket the number of the one it last ran under
 * @param endedAt when it came to its present end
 * @param undoneFor who asked to undo it
 */
public record Saga(
        TransferRequest request,
        List<PlannedType> plan,
        Run run,
        long sequence,
        List<UUID> heard,
        Optional<Long> ticket,
        Optional<Instant> endedAt,
        Optional<String> undoneFor) {

    public Saga {
        plan = List.copyOf(plan);
        heard = List.copyOf(heard);
    }

    /** The first time a request is seen; a cancel may have come before it. */
    public static Transition open(
            TransferRequest request, TransferPlan plan, Optional<TransferControl> earlyCancel, Instant now) {
        return Intake.first(request, plan, earlyCancel, now);
    }

    /** Decides; the same saga and no commands if the event is a repeat, is late, or says nothing new. */
    public Transition on(SagaEvent event, Instant now, SagaPolicy policy) {
        var moment = new Moment(now, policy);
        return switch (event) {
            case SagaEvent.RequestedAgain again -> Intake.again(this, again.request());
            case SagaEvent.Controlled controlled -> Controls.on(this, controlled, moment);
            case SagaEvent.Reported reported -> Reports.on(this, reported.report(), moment);
            case SagaEvent.Started started -> Start.on(this, started, moment);
            case SagaEvent.TimePassed passed -> Overdue.on(this, moment);
        };
    }

    public TransferId id() {
        return request.id();
    }

    public Phase phase() {
        return run.phase();
    }

    public int epoch() {
        return run.epoch();
    }

    /** When time alone makes a difference next. */
    public Optional<Instant> dueAt() {
        if (run.course() == Course.SCHEDULED) {
            return request.effectiveAt();
        }
        return phase().isRunning() ? run.dueAt() : Optional.empty();
    }

    /** Whether its rows are the target's, wholly or as far as an operator has accepted it. */
    public boolean isInEffect() {
        return switch (run.course()) {
            case FORWARD -> phase() == Phase.COMPLETED;
            case QUEUED_FOR_UNDO, ACCEPTED -> true;
            case BACK_FOR_UNDO -> phase() != Phase.UNDONE;
            case SCHEDULED,
                    QUEUED,
                    PREVIEWING,
                    CHECKING,
                    BACK_AFTER_FAILURE,
                    BACK_AFTER_CANCEL,
                    HALTED,
                    REJECTED,
                    CANCELLED -> false;
        };
    }

    /** What became of its data types so far. */
    public List<DataTypeResult> results() {
        return Results.of(this);
    }

    /**
     * Where an operator is needed: what may still be carried out, such as {@code ccr (qm)}, and keeps it from being
     * accepted.
     */
    public List<String> unanswered() {
        return phase() == Phase.NEEDS_OPERATOR ? Unanswered.of(this) : List.of();
    }

    /** How far its data types are; empty before any was asked for. */
    public List<Announcement.Progress> progress() {
        return Told.progress(this);
    }

    /** Numbers what a fold of events has made it say; several changes of status become one. */
    public Told tell(List<SagaCommand> commands, Optional<QueuePlace> place, Instant at) {
        return Told.of(this, commands, place, at);
    }

    /** @param after what must be through before the worker acts */
    SubTask subTask(int index, SubTaskAction action, List<DataTypeName> after) {
        var type = plan.get(index);
        return new SubTask(
                request.id(),
                request.tenant(),
                request.source(),
                request.target(),
                run.epoch(),
                action,
                run.subTasks().get(index).step(),
                type.product(),
                List.of(type.name()),
                request.whenSourceEmpty().getOrDefault(type.name(), WhenSourceEmpty.KEEP_TARGET),
                after);
    }

    /**
     * Searches all data types of the product of which rows are moved at all, once they are through; before those of all
     * products are, it only looks.
     */
    SubTask verify(Verification verification) {
        var searched = searched(verification.product()).toArray();
        return new SubTask(
                request.id(),
                request.tenant(),
                request.source(),
                request.target(),
                run.epoch(),
                SubTaskAction.VERIFY,
                verification.step(),
                verification.product(),
                names(Arrays.stream(searched)),
                WhenSourceEmpty.KEEP_TARGET,
                run.isAllThrough() ? List.of() : names(Arrays.stream(searched)));
    }

    /** Whether rows of any data type of the product have been moved, or may be. */
    boolean isToBeVerified(Product product) {
        return searched(product).findAny().isPresent();
    }

    private IntStream searched(Product product) {
        return IntStream.range(0, plan.size())
                .filter(i -> plan.get(i).product().equals(product))
                .filter(i -> run.subTasks().get(i).status() == SubTaskStatus.DONE || !isThrough(i));
    }

    /** Those of the data types, by index, that a run forward is not done with. */
    List<DataTypeName> notThrough(IntStream indexes) {
        return names(indexes.filter(i -> !isThrough(i)));
    }

    private boolean isThrough(int index) {
        return run.subTasks().get(index).status().isThrough();
    }

    private List<DataTypeName> names(IntStream indexes) {
        return indexes.mapToObj(i -> plan.get(i).name()).toList();
    }

    boolean hasHeard(UUID word) {
        return heard.contains(word);
    }

    Saga hearing(UUID word) {
        var words = new ArrayList<>(heard);
        words.add(word);
        return new Saga(request, plan, run, sequence, words, ticket, endedAt, undoneFor);
    }

    Saga with(Run next) {
        return new Saga(request, plan, next, sequence, heard, ticket, endedAt, undoneFor);
    }

    Saga withTicket(long number) {
        return new Saga(request, plan, run, sequence, heard, Optional.of(number), endedAt, undoneFor);
    }

    Saga withEnd(Optional<Instant> at) {
        return new Saga(request, plan, run, sequence, heard, ticket, at, undoneFor);
    }

    Saga withUndoneFor(String who) {
        return new Saga(request, plan, run, sequence, heard, ticket, endedAt, Optional.of(who));
    }

    Saga withSequence(long next) {
        return new Saga(request, plan, run, next, heard, ticket, endedAt, undoneFor);
    }
}
