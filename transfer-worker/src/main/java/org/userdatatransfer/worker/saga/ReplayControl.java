package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.transfer.DataTypeName;

/** REPLAY: what has been compensated or rejected is run again; what could not be compensated is compensated again. */
final class ReplayControl {

    private ReplayControl() {}

    static Transition on(HeardControl heard) {
        var saga = heard.saga();
        return switch (saga.phase()) {
            case COMPENSATED -> runAgain(heard);
            case REJECTED ->
                saga.plan().isEmpty()
                        ? heard.refuse("the request itself is wrong; correct it and use a new id")
                        : runAgain(heard);
            case NEEDS_OPERATOR -> heard.follow(compensateAgain(saga.run(), heard.moment()));
            case SCHEDULED, QUEUED, CHECKING, PREVIEWING, TRANSFERRING, VERIFYING, COMPENSATING, UNDOING ->
                heard.refuse("it has not ended, it is " + saga.phase());
            case PREVIEWED, COMPLETED, CANCELLED, ACCEPTED, UNDONE ->
                heard.refuse("it has ended for good as " + saga.phase() + "; request it anew under a new id");
        };
    }

    private static Run compensateAgain(Run run, Moment moment) {
        return run.course() == Course.HALTED
                ? run.compensate(Course.BACK_AFTER_FAILURE, run.reasons(), moment)
                : run.compensateAgain(1, moment);
    }

    private static Transition runAgain(HeardControl heard) {
        var saga = heard.saga();
        var named = new HashSet<>(heard.control().dataTypes());
        var wrong = wrongTypes(saga, named);
        if (wrong.isPresent()) {
            return heard.refuse(wrong.get());
        }
        var states = new ArrayList<SubTaskState>();
        for (var type : saga.plan()) {
            states.add(
                    named.isEmpty() || named.contains(type.name())
                            ? SubTaskState.FRESH
                            : SubTaskState.notReplayed(type.name()));
        }
        return heard.follow(Run.waiting(saga.epoch() + 1, Course.QUEUED, states));
    }

    /** Every named type must be one of the transfer's, and a group is replayed whole. */
    private static Optional<String> wrongTypes(Saga saga, Set<DataTypeName> named) {
        var unknown = new HashSet<>(named);
        saga.plan().forEach(type -> unknown.remove(type.name()));
        if (!unknown.isEmpty()) {
            return Optional.of("data type %s is none of it"
                    .formatted(unknown.stream().sorted().findFirst().get()));
        }
        for (var type : saga.plan()) {
            for (var other : saga.plan()) {
                if (named.contains(type.name())
                        && type.group().equals(other.group())
                        && !named.contains(other.name())) {
                    return Optional.of(
                            "data type %s is replayed only together with %s".formatted(type.name(), other.name()));
                }
            }
        }
        return Optional.empty();
    }
}
