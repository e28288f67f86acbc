package org.userdatatransfer.worker.saga;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** The topics of the simulation, some of them with several partitions. */
final class SimulatedBroker {

    /** What the coordinator reads. */
    sealed interface Incoming {

        record Request(TransferRequest request) implements Incoming {}

        record Control(TransferControl control) implements Incoming {}

        record Report(SubTaskReport report) implements Incoming {}

        default TransferId transferId() {
            return switch (this) {
                case Request r -> r.request().id();
                case Control c -> c.control().transferId();
                case Report r -> r.report().transferId();
            };
        }
    }

    private final Fortune fortune;
    private final SimulatedTopic<Incoming> incoming = new SimulatedTopic<>();
    private final List<SimulatedTopic<SubTask>> commands =
            List.of(new SimulatedTopic<>(), new SimulatedTopic<>(), new SimulatedTopic<>());
    private final List<SimulatedTopic<SubTask>> slices = List.of(new SimulatedTopic<>(), new SimulatedTopic<>());
    private final Map<TransferId, TreeMap<Long, Announcement>> announced = new HashMap<>();

    SimulatedBroker(Fortune fortune) {
        this.fortune = fortune;
    }

    SimulatedTopic<Incoming> incoming() {
        return incoming;
    }

    SimulatedTopic<SubTask> anyOfCommands() {
        return fortune.any(commands);
    }

    SimulatedTopic<SubTask> anyOfSlices() {
        return fortune.any(slices);
    }

    /** Whoever hears of a transfer twice under one number must hear the same. */
    void announce(Announcement announcement) {
        var known = announced
                .computeIfAbsent(announcement.transferId(), id -> new TreeMap<>())
                .putIfAbsent(announcement.sequence(), announcement);
        fortune.must(known == null || known.equals(announcement), "Two announcements have one number");
    }

    /** By their numbers; of one of which something was announced. */
    SortedMap<Long, Announcement> announced(TransferId id) {
        return announced.getOrDefault(id, new TreeMap<>());
    }

    void command(SubTask subTask) {
        var topic = subTask.isSlice() ? slices : commands;
        topic.get(Math.floorMod(
                        subTask.transferId().hashCode()
                                + subTask.dataType().value().hashCode(),
                        topic.size()))
                .send(subTask);
    }

    boolean isRead() {
        return incoming.isRead() && Stream.concat(commands.stream(), slices.stream()).allMatch(SimulatedTopic::isRead);
    }
}
