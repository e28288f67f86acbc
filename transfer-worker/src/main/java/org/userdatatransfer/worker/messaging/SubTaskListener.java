package org.userdatatransfer.worker.messaging;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.outbox.Publisher;
import org.userdatatransfer.worker.wire.OutgoingMessage;
import org.userdatatransfer.worker.wire.WireFormat;

/** Has whole polls of sub-tasks done and publishes what came of them; the offsets follow when all is published. */
@Component
class SubTaskListener {

    static final String CONTAINER = "sub-tasks";
    static final String SLICES_CONTAINER = "slices";

    private final WireFormat wire;
    private final SubTaskInbox inbox;
    private final Publisher publisher;
    private final MessagingSettings settings;

    SubTaskListener(WireFormat wire, SubTaskInbox inbox, Publisher publisher, MessagingSettings settings) {
        this.wire = wire;
        this.inbox = inbox;
        this.publisher = publisher;
        this.settings = settings;
    }

    @KafkaListener(
            id = CONTAINER,
            groupId = "user-data-transfer.sub-tasks",
            topics = Topics.SUBTASK_REQUESTED,
            batch = "true",
            concurrency = "#{__listener.threads()}")
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        run(records);
    }

    /** Further slices of large data types, one a poll: each goes on for some seconds. */
    @KafkaListener(
            id = SLICES_CONTAINER,
            groupId = "user-data-transfer.slices",
            topics = Topics.SUBTASK_SLICED,
            batch = "true",
            concurrency = "#{__listener.sliceThreads()}",
            properties = "max.poll.records=1")
    void takeSlice(List<ConsumerRecord<byte[], byte[]>> records) {
        run(records);
    }

    private void run(List<ConsumerRecord<byte[], byte[]>> records) {
        var batch = ReadBatch.of(records, wire::subTask);
        var leaving = new ArrayList<ProducerRecord<byte[], byte[]>>(batch.deadLetters());
        if (!batch.values().isEmpty()) {
            var run = inbox.run(batch.values());
            run.reports().forEach(report -> leaving.add(wire.encode(OutgoingMessage.of(report))));
            run.followUps().forEach(next -> leaving.add(wire.encode(OutgoingMessage.of(next))));
        }
        publisher.publish(leaving);
    }

    /** How many consumers this worker runs. */
    public int threads() {
        return settings.subTaskThreads();
    }

    /** How many of them do slices. */
    public int sliceThreads() {
        return settings.sliceThreads();
    }
}
