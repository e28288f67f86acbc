package org.userdatatransfer.worker.saga;

/** How the phase follows from the course of a run and from how far its sub-tasks are. */
final class PhaseOf {

    private PhaseOf() {}

    static Phase run(Run run) {
        return switch (run.course()) {
            case SCHEDULED -> Phase.SCHEDULED;
            case QUEUED, QUEUED_FOR_UNDO -> Phase.QUEUED;
            case PREVIEWING -> run.isAllSettled() ? Phase.PREVIEWED : Phase.PREVIEWING;
            case CHECKING -> Phase.CHECKING;
            case FORWARD -> forward(run);
            case BACK_AFTER_FAILURE -> back(run, Phase.COMPENSATING, Phase.COMPENSATED);
            case BACK_AFTER_CANCEL -> back(run, Phase.COMPENSATING, Phase.CANCELLED);
            case BACK_FOR_UNDO -> back(run, Phase.UNDOING, Phase.UNDONE);
            case HALTED -> Phase.NEEDS_OPERATOR;
            case REJECTED -> Phase.REJECTED;
            case CANCELLED -> Phase.CANCELLED;
            case ACCEPTED -> Phase.ACCEPTED;
        };
    }

    private static Phase forward(Run run) {
        if (!run.isAllThrough()) {
            return Phase.TRANSFERRING;
        }
        return run.verifications().stream().allMatch(Verification::isDone) ? Phase.COMPLETED : Phase.VERIFYING;
    }

    private static Phase back(Run run, Phase under, Phase done) {
        if (run.isAllRestored()) {
            return done;
        }
        return run.deadline().isPresent() && (run.isOpen() || run.nextCompensationAt().isPresent())
                ? under
                : Phase.NEEDS_OPERATOR;
    }
}
