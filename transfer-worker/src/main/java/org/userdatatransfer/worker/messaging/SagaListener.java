package org.userdatatransfer.worker.messaging;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.worker.outbox.Publisher;
import org.userdatatransfer.worker.wire.WireFormat;

/** Gives the coordinator whole polls of requests, controls and reports; the offsets follow when all is done. */
@Component
class SagaListener {

    static final String CONTAINER = "coordinator";

    private final WireFormat wire;
    private final SagaInbox inbox;
    private final Publisher publisher;
    private final MessagingSettings settings;

    SagaListener(WireFormat wire, SagaInbox inbox, Publisher publisher, MessagingSettings settings) {
        this.wire = wire;
        this.inbox = inbox;
        this.publisher = publisher;
        this.settings = settings;
    }

    @KafkaListener(
            id = CONTAINER,
            groupId = "user-data-transfer.coordinator",
            topics = {Topics.TRANSFER_REQUESTED, Topics.TRANSFER_CONTROL, Topics.SUBTASK_REPORTED},
            batch = "true",
            concurrency = "#{__listener.threads()}")
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        var batch = ReadBatch.of(records, wire::sagaInput);
        if (!batch.values().isEmpty()) {
            inbox.handle(batch.values());
        }
        publisher.publish(batch.deadLetters());
    }

    /** How many consumers this worker runs. */
    public int threads() {
        return settings.coordinatorThreads();
    }
}
