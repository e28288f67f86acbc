package org.userdatatransfer.worker.saga;

import java.util.List;

/** CANCEL: what has not touched a row ends at once, what has is compensated. */
final class CancelControl {

    private CancelControl() {}

    static Transition on(HeardControl heard) {
        var saga = heard.saga();
        var run = saga.run();
        var reasons = List.of(Reasons.cancelled(heard.control()));
        return switch (run.course()) {
            case SCHEDULED, QUEUED, PREVIEWING, CHECKING ->
                saga.phase().isEnd()
                        ? heard.refuse("it has ended as " + saga.phase())
                        : heard.follow(run.ended(Course.CANCELLED, reasons));
            case QUEUED_FOR_UNDO -> heard.follow(run.withCourse(Course.FORWARD));
            case FORWARD ->
                saga.phase().isEnd()
                        ? heard.refuse("it is completed; UNDO takes it back")
                        : heard.follow(run.compensate(Course.BACK_AFTER_CANCEL, reasons, heard.moment()));
            case BACK_AFTER_FAILURE, BACK_AFTER_CANCEL, BACK_FOR_UNDO, HALTED, REJECTED, CANCELLED, ACCEPTED ->
                heard.refuse(whyNot(saga.phase()));
        };
    }

    private static String whyNot(Phase phase) {
        if (phase.isRunning()) {
            return "it is being taken back already";
        }
        return phase == Phase.NEEDS_OPERATOR
                ? "it needs REPLAY, to try again to take it back, or ACCEPT"
                : "it has ended as " + phase;
    }
}
