package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.userdatatransfer.worker.transfer.FailureReason;

/**
 * The current run of a transfer: what it is doing, and how far each data type is.
 *
 * @param epoch raised whenever older commands and reports must no longer count
 * @param subTasks one per data type, in the order of the plan
 * @param verifications one per product, from when the last of its data types was asked for; where everything is taken
 *     back, those that were never answered
 * @param reasons why it was rejected or is taken back
 * @param compensationRound how often it has been tried to take everything back
 * @param deadline while running: when policy steps in; without it nothing is asked for any more
 * @param nextCompensationAt when taking back is tried again
 */
public record Run(
        int epoch,
        Course course,
        List<SubTaskState> subTasks,
        List<Verification> verifications,
        List<FailureReason> reasons,
        int compensationRound,
        Optional<Instant> deadline,
        Optional<Instant> nextCompensationAt) {

    public Run {
        subTasks = List.copyOf(subTasks);
        verifications = List.copyOf(verifications);
        reasons = List.copyOf(reasons);
    }

    static Run waiting(int epoch, Course course, List<SubTaskState> subTasks) {
        return new Run(epoch, course, subTasks, List.of(), List.of(), 0, Optional.empty(), Optional.empty());
    }

    Phase phase() {
        return PhaseOf.run(this);
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
        nextCompensationAt.ifPresent(all::add);
        return all.stream().min(Instant::compareTo);
    }

    /** From now on everything ever commanded is taken back, and nothing older counts. */
    Run compensate(Course back, List<FailureReason> why, Moment moment) {
        return withCourse(back)
                .withReasons(why)
                .withVerifications(
                        unanswered().stream().map(v -> v.takenBack(epoch)).toList())
                .compensationRound(1, state -> state.takenBack(epoch), moment);
    }

    /** Tries once more to take back what could not be; a higher epoch, since a failure is final in its own. */
    Run compensateAgain(int round, Moment moment) {
        return compensationRound(round, state -> state.triedAgain(epoch), moment);
    }

    private Run compensationRound(int round, UnaryOperator<SubTaskState> change, Moment moment) {
        return withEachSubTask(change)
                .withEpoch(epoch + 1)
                .withCompensationRound(round)
                .withDeadline(Optional.of(moment.now().plus(moment.policy().compensationDeadline())));
    }

    /** Nothing is under way any more, and no time matters. */
    Run ended(Course end, List<FailureReason> why) {
        return withCourse(end).withReasons(why).withDeadline(Optional.empty());
    }

    Run started(Course how, List<SubTaskState> states, Instant until) {
        return waiting(epoch, how, states).withDeadline(Optional.of(until));
    }

    /** At rest, no time matters. */
    Run withoutDeadline() {
        return withVerifications(
                        verifications.stream().map(Verification::withoutDue).toList())
                .withDeadline(Optional.empty());
    }

    Run withSubTask(int index, SubTaskState state) {
        var states = new ArrayList<>(subTasks);
        states.set(index, state);
        return withSubTasks(states);
    }

    Run withEachSubTask(UnaryOperator<SubTaskState> change) {
        return withSubTasks(subTasks.stream().map(change).toList());
    }

    Run withVerification(Verification next) {
        return withVerifications(verifications.stream()
                .map(v -> v.product().equals(next.product()) ? next : v)
                .toList());
    }

    private Run withEpoch(int next) {
        return new Run(next, course, subTasks, verifications, reasons, compensationRound, deadline, nextCompensationAt);
    }

    Run withCourse(Course next) {
        return new Run(epoch, next, subTasks, verifications, reasons, compensationRound, deadline, nextCompensationAt);
    }

    Run withSubTasks(List<SubTaskState> states) {
        return new Run(epoch, course, states, verifications, reasons, compensationRound, deadline, nextCompensationAt);
    }

    Run withVerifications(List<Verification> next) {
        return new Run(epoch, course, subTasks, next, reasons, compensationRound, deadline, nextCompensationAt);
    }

    private Run withReasons(List<FailureReason> why) {
        return new Run(epoch, course, subTasks, verifications, why, compensationRound, deadline, nextCompensationAt);
    }

    private Run withCompensationRound(int round) {
        return new Run(epoch, course, subTasks, verifications, reasons, round, deadline, nextCompensationAt);
    }

    /** No other round is planned within it yet. */
    private Run withDeadline(Optional<Instant> at) {
        return new Run(epoch, course, subTasks, verifications, reasons, compensationRound, at, Optional.empty());
    }

    Run withNextCompensationAt(Instant at) {
        return new Run(epoch, course, subTasks, verifications, reasons, compensationRound, deadline, Optional.of(at));
    }
}
