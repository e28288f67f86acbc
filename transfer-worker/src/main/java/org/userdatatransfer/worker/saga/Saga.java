package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;

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
        return NumberedAnnouncements.progress(this);
    }

    /** Numbers what a fold of events has made it say; several changes of status become one. */
    public NumberedAnnouncements tell(List<SagaCommand> commands, Optional<QueuePlace> place, Instant at) {
        return NumberedAnnouncements.of(this, commands, place, at);
    }

    /** Its data types, in the order of the plan. */
    List<PlannedSubTask> plannedSubTasks() {
        return IntStream.range(0, plan.size()).mapToObj(this::plannedSubTask).toList();
    }

    PlannedSubTask plannedSubTask(int index) {
        return new PlannedSubTask(index, plan.get(index), run.subTasks().get(index));
    }

    Optional<PlannedSubTask> plannedSubTask(DataTypeName name) {
        return IntStream.range(0, plan.size())
                .filter(i -> plan.get(i).name().equals(name))
                .mapToObj(this::plannedSubTask)
                .findFirst();
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

    Saga with(PlannedSubTask changed) {
        return with(run.withSubTask(changed.index(), changed.state()));
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
