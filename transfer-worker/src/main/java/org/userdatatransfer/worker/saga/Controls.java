package org.userdatatransfer.worker.saga;

/** What an operator's word changes; a word counts once, and where it makes no sense it is refused with the reason. */
final class Controls {

    private Controls() {}

    static Transition on(Saga saga, SagaEvent.Controlled controlled, Moment moment) {
        var control = controlled.control();
        if (saga.hasHeard(control.controlId())) {
            return Transition.to(saga);
        }
        var heard = new HeardControl(saga.hearing(control.controlId()), control, moment);
        return switch (control.action()) {
            case CANCEL -> CancelControl.on(heard);
            case REPLAY -> ReplayControl.on(heard);
            case UNDO -> UndoControl.on(heard, controlled.laterTransfer());
            case ACCEPT -> accept(heard);
        };
    }

    private static Transition accept(HeardControl heard) {
        var saga = heard.saga();
        if (saga.phase() != Phase.NEEDS_OPERATOR) {
            return heard.refuse("it needs no operator, it is " + saga.phase());
        }
        var unanswered = saga.unanswered();
        return unanswered.isEmpty()
                ? heard.follow(saga.run().ended(Course.ACCEPTED, saga.run().reasons()))
                : heard.refuse(
                        "rows of it may still move, for no answer has come for %s; wait for it, as GET /transfers/%s shows, or REPLAY to take everything back"
                                .formatted(String.join(", ", unanswered), saga.id()));
    }
}
