package org.userdatatransfer.worker.saga;

import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.TransferControl;

/**
 * A control that a saga has just heard, and the two answers to it: the saga follows, or refuses and says why.
 *
 * @param saga as it was, but it has heard the control
 */
record HeardControl(Saga saga, TransferControl control, Moment moment) {

    Transition follow(Run run) {
        return follow(saga.with(run));
    }

    Transition follow(Saga next) {
        return Conclusion.of(saga, next, Why.asked(control), moment);
    }

    Transition refuse(String because) {
        return Conclusion.of(saga, saga, Why.refused(control, refusal(control.action(), saga, because)), moment);
    }

    static String refusal(ControlAction action, Saga saga, String because) {
        return "%s of transfer %s is refused: %s.".formatted(action, saga.id(), because);
    }
}
