package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.saga.SimulatedBroker.Incoming;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/** The sub-task workers of the simulation, the dead ones among them: what they had in hand they may still carry out. */
final class SimulatedWorkers {

    private final SimulatedProduct product;
    private final SimulatedBroker broker;
    private final Fortune fortune;
    private final List<SubTask> inDeadHands = new ArrayList<>();

    SimulatedWorkers(SimulatedProduct product, SimulatedBroker broker, Fortune fortune) {
        this.product = product;
        this.broker = broker;
        this.fortune = fortune;
    }

    boolean isAtRest() {
        return inDeadHands.isEmpty();
    }

    /** What a worker has to publish: reports, and what is left to do of large types. */
    private record Leaving(List<SubTaskReport> reports, List<SubTask> followUps) {}

    void work(SimulatedTopic<SubTask> topic, int atMost) {
        if (!inDeadHands.isEmpty() && fortune.below(10) == 0) {
            wakeUp();
            return;
        }
        var batch = topic.poll(atMost);
        if (fortune.happens(10)) {
            inDeadHands.addAll(batch);
            return;
        }
        var leaving = carryOut(batch);
        if (fortune.happens(10)) {
            // Dies after its commit, and nobody has heard of it.
            return;
        }
        publish(leaving);
        if (!fortune.happens(10)) {
            topic.commit(batch.size());
        }
    }

    /** A zombie goes on with one of the things it had in hand. */
    private void wakeUp() {
        var late = inDeadHands.remove(fortune.below(inDeadHands.size()));
        fortune.note("zombie carries out %s of %s, epoch %d, slice %d"
                .formatted(
                        late.action(), ProtocolSimulation.named(late.transferId()), late.epoch(), late.step()));
        publish(carryOut(List.of(late)));
    }

    private Leaving carryOut(List<SubTask> batch) {
        var leaving = new Leaving(new ArrayList<>(), new ArrayList<>());
        for (var subTask : batch) {
            var next = subTask;
            var report = product.carryOut(next);
            // Some slices at once, each in a transaction of its own; it may die between two.
            while (followUp(next, report).isPresent() && next.isSlice() && fortune.below(3) > 0) {
                next = followUp(next, report).get();
                report = product.carryOut(next);
            }
            report.ifPresent(leaving.reports()::add);
            followUp(next, report).ifPresent(leaving.followUps()::add);
        }
        return leaving;
    }

    private static Optional<SubTask> followUp(SubTask subTask, Optional<SubTaskReport> report) {
        return report.filter(r -> subTask.action() != SubTaskAction.VERIFY
                        && r.results().getFirst().outcome() == DataTypeOutcome.IN_PROGRESS)
                .map(r -> subTask.atStep(r.step() + 1));
    }

    private void publish(Leaving leaving) {
        var reports = fortune.tosses() ? SubTaskReport.joined(leaving.reports()) : leaving.reports();
        reports.forEach(report -> broker.incoming().send(new Incoming.Report(report)));
        leaving.followUps().forEach(broker::command);
    }
}
