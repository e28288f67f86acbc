package org.userdatatransfer.worker.saga;

import java.util.List;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** The commands that a saga, as it is, can give to workers. */
record SubTaskCommands(Saga saga) {

    /** A sub-task that the worker does whatever else is through. */
    SubTask of(PlannedSubTask planned, SubTaskAction action) {
        return of(planned, action, List.of());
    }

    /** The worker does it only once everything before it is through. */
    SubTask transfer(PlannedSubTask planned, Order order) {
        var before = order.allBefore(planned.index()).mapToObj(saga::plannedSubTask);
        return of(planned, SubTaskAction.TRANSFER, names(before.filter(other -> !isThrough(other))));
    }

    private SubTask of(PlannedSubTask planned, SubTaskAction action, List<DataTypeName> after) {
        var request = saga.request();
        return new SubTask(
                request.id(),
                request.tenant(),
                request.source(),
                request.target(),
                saga.epoch(),
                action,
                planned.state().step(),
                planned.product(),
                List.of(planned.name()),
                request.whenSourceEmpty().getOrDefault(planned.name(), WhenSourceEmpty.KEEP_TARGET),
                after);
    }

    /**
     * Searches all data types of the product of which rows are moved at all, once they are through; before those of all
     * products are, it only looks.
     */
    SubTask verify(Verification verification) {
        var request = saga.request();
        var searched = names(searched(verification.product()));
        return new SubTask(
                request.id(),
                request.tenant(),
                request.source(),
                request.target(),
                saga.epoch(),
                SubTaskAction.VERIFY,
                verification.step(),
                verification.product(),
                searched,
                WhenSourceEmpty.KEEP_TARGET,
                saga.run().isAllThrough() ? List.of() : searched);
    }

    /** Whether rows of any data type of the product have been moved, or may be. */
    boolean isToBeVerified(Product product) {
        return searched(product).findAny().isPresent();
    }

    private Stream<PlannedSubTask> searched(Product product) {
        return saga.plannedSubTasks().stream()
                .filter(planned -> planned.product().equals(product))
                .filter(planned -> planned.status() == SubTaskStatus.DONE || !isThrough(planned));
    }

    private static boolean isThrough(PlannedSubTask planned) {
        return planned.status().isThrough();
    }

    private static List<DataTypeName> names(Stream<PlannedSubTask> planned) {
        return planned.map(PlannedSubTask::name).toList();
    }
}
