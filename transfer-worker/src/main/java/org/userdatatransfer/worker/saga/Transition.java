package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import org.userdatatransfer.worker.transfer.SubTask;

/** What a saga has become, and what it wants done, in this order. */
public record Transition(Saga saga, List<SagaCommand> commands) {

    public Transition {
        commands = List.copyOf(commands);
    }

    static Transition to(Saga saga) {
        return new Transition(saga, List.of());
    }

    static Transition asking(Saga saga, List<SubTask> subTasks) {
        return new Transition(
                saga, subTasks.stream().<SagaCommand>map(SagaCommand.RunSubTask::new).toList());
    }

    Transition with(SagaCommand... more) {
        return with(List.of(more));
    }

    Transition with(List<SagaCommand> more) {
        var all = new ArrayList<>(commands);
        all.addAll(more);
        return new Transition(saga, all);
    }

    /** This, followed by what the saga as it is now does next. */
    Transition followedBy(Transition next) {
        return new Transition(next.saga, with(next.commands).commands);
    }
}
