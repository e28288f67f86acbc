package org.userdatatransfer.worker.saga;

import java.util.List;

/**
 * A saga as an {@link Exploration} tells it from others: when something happened does not matter there, nor in which
 * order it has heard what, nor all the reasons but the first, nor that an operator was needed.
 */
final class Timeless {

    private Timeless() {}

    static Saga of(Saga saga) {
        return new Saga(
                saga.request(),
                saga.plan(),
                of(saga.run()),
                saga.sequence(),
                saga.heard().stream()
                        .filter(id -> !ModelControl.isToHelp(id))
                        .sorted()
                        .toList(),
                saga.ticket(),
                saga.endedAt().map(at -> World.NOW),
                saga.undoneFor());
    }

    private static Run of(Run run) {
        return new Run(
                run.epoch(),
                run.course(),
                run.subTasks().stream()
                        .map(s -> new SubTaskState(s.status(), s.step(), of(s.patience()), s.overtaken(), s.result()))
                        .toList(),
                run.verifications().stream()
                        .map(v -> new Verification(
                                v.product(), v.round(), v.status(), of(v.patience()), v.lateRows(), v.overtaken()))
                        .toList(),
                run.reasons().isEmpty() ? List.of() : List.of(run.reasons().getFirst()),
                run.compensationRound(),
                run.deadline().map(at -> World.NOW.plus(Model.DEADLINE)),
                run.nextCompensationAt().map(at -> World.NOW));
    }

    private static Patience of(Patience patience) {
        return new Patience(0, patience.due().map(at -> World.NOW));
    }
}
