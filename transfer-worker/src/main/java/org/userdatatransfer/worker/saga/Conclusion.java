package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What every change of a saga entails, whatever caused it: the sub-tasks that follow, the tickets it needs or no longer
 * needs, what is announced and what is remembered.
 */
final class Conclusion {

    private enum Need {
        NOTHING,
        USERS,
        USERS_WITHOUT_ROOM
    }

    private Conclusion() {}

    static Transition of(Saga before, Saga applied, Why why, Moment moment) {
        return of(before, Transition.to(applied), why, moment);
    }

    static Transition of(Saga before, Transition applied, Why why, Moment moment) {
        var next = applied.followedBy(NextStep.after(applied.saga(), moment));
        return conclude(Optional.of(before), settled(before, next, moment), why);
    }

    static Transition ofFirst(Saga saga, Why why, Instant now) {
        var ended = saga.phase().isEnd() ? saga.withEnd(Optional.of(now)) : saga;
        return conclude(Optional.empty(), Transition.to(ended), why);
    }

    /** Where a saga comes to rest, its deadlines end. */
    private static Transition settled(Saga before, Transition next, Moment moment) {
        var saga = next.saga();
        var phase = saga.phase();
        if (phase.isRunning() || phase == before.phase()) {
            return next;
        }
        var resting = saga.with(saga.run().withoutDeadline());
        var ended = phase.isEnd() && !isBackFromUndoQueue(before, saga)
                ? resting.withEnd(Optional.of(moment.now()))
                : resting;
        return new Transition(ended, next.commands());
    }

    private static Transition conclude(Optional<Saga> before, Transition next, Why why) {
        var after = next.saga();
        var more = new ArrayList<SagaCommand>();
        ticketCall(before.map(Conclusion::need).orElse(Need.NOTHING), need(after))
                .ifPresent(call -> more.add(new SagaCommand.CallTickets(call)));
        var moved = before.isEmpty()
                || before.get().phase() != after.phase()
                || before.get().epoch() != after.epoch();
        if (moved || why.message().isPresent()) {
            more.add(new SagaCommand.Remember(new HistoryEntry(
                    before.map(Saga::phase), after.phase(), after.epoch(), why.cause(), why.by(), why.message())));
        }
        if (moved || why.message().isPresent() || isProgress(before.get(), after)) {
            more.add(new SagaCommand.TellStatus(why.cause(), why.by(), why.message()));
        }
        if (before.isEmpty() || before.get().phase() != after.phase() && !isBackFromUndoQueue(before.get(), after)) {
            Endings.of(after).ifPresent(fact -> more.add(new SagaCommand.Announce(fact, after.epoch())));
        }
        return next.with(more);
    }

    /** Still completed, after all: that was announced when it was. */
    private static boolean isBackFromUndoQueue(Saga before, Saga after) {
        return before.run().course() == Course.QUEUED_FOR_UNDO && after.run().course() == Course.FORWARD;
    }

    private static boolean isProgress(Saga before, Saga after) {
        var old = before.run().subTasks();
        var now = after.run().subTasks();
        for (int i = 0; i < old.size(); i++) {
            if (old.get(i).status() != now.get(i).status()
                    || !old.get(i).result().equals(now.get(i).result())) {
                return true;
            }
        }
        return false;
    }

    private static Need need(Saga saga) {
        return switch (saga.phase()) {
            case QUEUED, CHECKING, PREVIEWING, TRANSFERRING, VERIFYING, COMPENSATING, UNDOING -> Need.USERS;
            case NEEDS_OPERATOR -> Need.USERS_WITHOUT_ROOM;
            case SCHEDULED, PREVIEWED, COMPLETED, REJECTED, COMPENSATED, CANCELLED, ACCEPTED, UNDONE -> Need.NOTHING;
        };
    }

    private static Optional<TicketCall> ticketCall(Need before, Need after) {
        if (before == after) {
            return Optional.empty();
        }
        return Optional.of(
                switch (after) {
                    case NOTHING -> TicketCall.RELEASE;
                    case USERS -> before == Need.NOTHING ? TicketCall.TAKE : TicketCall.RESUME;
                    case USERS_WITHOUT_ROOM -> TicketCall.PARK;
                });
    }
}
