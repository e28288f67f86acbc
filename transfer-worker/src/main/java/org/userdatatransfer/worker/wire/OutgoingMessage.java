package org.userdatatransfer.worker.wire;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.Completed;
import org.userdatatransfer.worker.saga.Announcement.Failed;
import org.userdatatransfer.worker.saga.Announcement.Previewed;
import org.userdatatransfer.worker.saga.Announcement.StatusChanged;
import org.userdatatransfer.worker.saga.Announcement.Undone;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * Something to be published.
 *
 * @param eventId the same whenever the same event is published again, so that a consumer can drop a repeat
 */
public record OutgoingMessage(String topic, String key, UUID eventId, SpecificRecord value) {

    public static OutgoingMessage of(Announcement announcement) {
        var topic = topicOf(announcement.fact());
        var transfer = announcement.transferId().toString();
        return new OutgoingMessage(
                topic,
                transfer,
                eventId(topic, transfer, announcement.sequence()),
                AnnouncementMapping.toAvro(announcement));
    }

    public static OutgoingMessage of(SubTask task) {
        var topic = task.isSlice() ? Topics.SUBTASK_SLICED : Topics.SUBTASK_REQUESTED;
        var transfer = task.transferId().toString();
        var part = task.action() == SubTaskAction.VERIFY
                ? task.product().value()
                : task.dataType().value();
        return new OutgoingMessage(
                topic,
                task.isSlice() ? transfer + ":" + part : queueOf(task),
                eventId(topic, transfer, task.epoch(), task.action(), part, task.step()),
                SubTaskMapping.toAvro(task));
    }

    public static OutgoingMessage of(SubTaskReport report) {
        var topic = Topics.SUBTASK_REPORTED;
        var transfer = report.transferId().toString();
        var outcomes = report.results().stream()
                .map(result -> result.dataType() + "=" + result.outcome())
                .collect(joining(","));
        return new OutgoingMessage(
                topic,
                transfer,
                eventId(topic, transfer, report.epoch(), report.action(), report.product(), outcomes, report.step()),
                SubTaskMapping.toAvro(report));
    }

    /**
     * One product's rows of one tenant are one queue, with one consumer: a poll holds whole transfers for its set-based
     * statements, and transfers whose rows name each other's users do not wait for each other's locks. Spread by
     * transfer and type, waiting for such locks was measured as 40 % of the time of a bulk.
     */
    private static String queueOf(SubTask task) {
        return task.tenant() + ":" + task.product();
    }

    private static String topicOf(Announcement.Fact fact) {
        return switch (fact) {
            case StatusChanged changed -> Topics.TRANSFER_STATUS;
            case Previewed previewed -> Topics.TRANSFER_PREVIEWED;
            case Completed completed -> Topics.TRANSFER_COMPLETED;
            case Failed failed -> Topics.TRANSFER_FAILED;
            case Undone undone -> Topics.TRANSFER_UNDONE;
        };
    }

    private static UUID eventId(Object... parts) {
        var name = Arrays.stream(parts).map(Object::toString).collect(joining("|"));
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
