package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.userdatatransfer.worker.transfer.FailureReason;

/**
 * What a transfer is at.
 *
 * @param epoch raised whenever older commands and reports must no longer count
 * @param subTasks one per data type, in the order of the plan
 * @param verifications one per product, from when the last of its data types was asked for; where everything is taken
 *     back, those that were never answered
 * @param reasons why it was rejected or is taken back
 * @param round how often it has been tried to take everything back
 * @param deadline while running: when policy steps in; without it nothing is asked for any more
 * @param nextRound when taking back is tried again
 */
public record Run(
        int epoch,
        Course course,
        List<SubTaskState> subTasks,
        List<Verification> verifications,
        List<FailureReason> reasons,
        int round,
        Optional<Instant> deadline,
        Optional<Instant> nextRound) {

    public Run {
        subTasks = List.copyOf(subTasks);
        verifications = List.copyOf(verifications);
        reasons = List.copyOf(reasons);
    }

    static Run waiting(int epoch, Course course, List<SubTaskState> subTasks) {
        return new Run(epoch, course, subTasks, List.of(), List.of(), 0, Optional.empty(), Optional.empty());
    }

    /** The phase follows from the course and from how far the sub-tasks are. */
    Phase phase() {
        return switch (course) {
            case SCHEDULED -> Phase.SCHEDULED;
            case QUEUED, QUEUED_FOR_UNDO -> Phase.QUEUED;
            case PREVIEWING -> isAllSettled() ? Phase.PREVIEWED : Phase.PREVIEWING;
            case CHECKING -> Phase.CHECKING;
            case FORWARD -> forwardPhase();
            case BACK_AFTER_FAILURE -> backPhase(Phase.COMPENSATING, Phase.COMPENSATED);
            case BACK_AFTER_CANCEL -> backPhase(Phase.COMPENSATING, Phase.CANCELLED);
            case BACK_FOR_UNDO -> backPhase(Phase.UNDOING, Phase.UNDONE);
            case HALTED -> Phase.NEEDS_OPERATOR;
            case REJECTED -> Phase.REJECTED;
            case CANCELLED -> Phase.CANCELLED;
            case ACCEPTED -> Phase.ACCEPTED;
        };
    }

    private Phase forwardPhase() {
        if (!isAllThrough()) {
            return Phase.TRANSFERRING;
        }
        return verifications.stream().allMatch(Verification::isDone) ? Phase.COMPLETED : Phase.VERIFYING;
    }

    private Phase backPhase(Phase under, Phase done) {
        if (isAllRestored()) {
            return done;
        }
        return deadline.isPresent() && (isOpen() || nextRound.isPresent()) ? under : Phase.NEEDS_OPERATOR;
    }

    boolean isOpen() {
        return subTasks.stream().anyMatch(s -> s.status().isOpen());
    }

    boolean isAllThrough() {
        return subTasks.stream().allMatch(s -> s.status().isThrough());
    }

    /** Every data type has answered, if only that it cannot. */
    boolean isAllSettled() {
        return subTasks.stream().noneMatch(s -> s.status() == SubTaskStatus.WAITING || s.status().isOpen());
    }

    boolean isAllRestored() {
        return subTasks.stream().allMatch(s -> s.status().isRestored());
    }

    /** The rounds of VERIFY that may still move rows; before all data types are through they only look. */
    private List<Verification> unanswered() {
        return isAllThrough()
                ? verifications.stream().filter(Verification::mayStillRun).toList()
                : List.of();
    }

    boolean hasFailed() {
        return has(SubTaskStatus.FAILED);
    }

    boolean has(SubTaskStatus status) {
        return subTasks.stream().anyMatch(s -> s.status() == status);
    }

    /** When time alone makes a difference next. */
    public Optional<Instant> dueAt() {
        var all = new ArrayList<Instant>();
        subTasks.stream().map(SubTaskState::patience).forEach(patience -> patience.due().ifPresent(all::add));
        verifications.stream()
                .filter(v -> v.status().isOpen())
                .forEach(v -> v.patience().due().ifPresent(all::add));
        deadline.ifPresent(all::add);
        nextRound.ifPresent(all::add);
        return all.stream().min(Instant::compareTo);
    }

    /** From now on everything ever commanded is taken back, and nothing older counts. */
    Run turnBack(Course back, List<FailureReason> why, Moment moment) {
        return new Run(
                epoch + 1,
                back,
                subTasks.stream().map(state -> state.takenBack(epoch)).toList(),
                unanswered().stream().map(v -> v.takenBack(epoch)).toList(),
                why,
                1,
                Optional.of(moment.now().plus(moment.policy().compensationDeadline())),
                Optional.empty());
    }

    /** Tries once more to take back what could not be; a higher epoch, since a failure is final in its own. */
    Run tryBackAgain(int nthRound, Moment moment) {
        return new Run(
                epoch + 1,
                course,
                subTasks.stream().map(state -> state.triedAgain(epoch)).toList(),
                verifications,
                reasons,
                nthRound,
                Optional.of(moment.now().plus(moment.policy().compensationDeadline())),
                Optional.empty());
    }

    /** Nothing is under way any more, and no time matters. */
    Run ended(Course end, Collection<FailureReason> why) {
        return new Run(
                epoch, end, subTasks, verifications, List.copyOf(why), round, Optional.empty(), Optional.empty());
    }

    Run started(Course how, List<SubTaskState> states, Instant until) {
        return new Run(epoch, how, states, List.of(), List.of(), 0, Optional.of(until), Optional.empty());
    }

    Run withCourse(Course next) {
        return new Run(epoch, next, subTasks, verifications, reasons, round, deadline, nextRound);
    }

    Run withSubTasks(List<SubTaskState> states) {
        return new Run(epoch, course, states, verifications, reasons, round, deadline, nextRound);
    }

    Run withSubTask(int index, SubTaskState state) {
        var states = new ArrayList<>(subTasks);
        states.set(index, state);
        return withSubTasks(states);
    }

    Run withEachSubTask(UnaryOperator<SubTaskState> change) {
        return withSubTasks(subTasks.stream().map(change).toList());
    }

    Run withVerifications(List<Verification> next) {
        return new Run(epoch, course, subTasks, next, reasons, round, deadline, nextRound);
    }

    Run withVerification(Verification next) {
        return withVerifications(verifications.stream()
                .map(v -> v.product().equals(next.product()) ? next : v)
                .toList());
    }

    Run withNextRound(Instant at) {
        return new Run(epoch, course, subTasks, verifications, reasons, round, deadline, Optional.of(at));
    }

    /** At rest, no time matters. */
    Run withoutDeadline() {
        return new Run(
                epoch,
                course,
                subTasks,
                verifications.stream().map(Verification::withoutDue).toList(),
                reasons,
                round,
                Optional.empty(),
                Optional.empty());
    }
}
