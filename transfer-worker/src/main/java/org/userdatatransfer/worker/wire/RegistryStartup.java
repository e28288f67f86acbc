package org.userdatatransfer.worker.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.SubTaskRequested;
import org.userdatatransfer.events.Topics;
import org.userdatatransfer.events.TransferCompleted;
import org.userdatatransfer.events.TransferControl;
import org.userdatatransfer.events.TransferFailed;
import org.userdatatransfer.events.TransferPreviewed;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.events.TransferStatusChanged;
import org.userdatatransfer.events.TransferUndone;

/**
 * Makes the contract known to the schema registry at start, beside what else is started: the worker is ready when it
 * has been tried. Without an answer the first records do so.
 */
@Component
class RegistryStartup {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryStartup.class);

    private final CompletableFuture<Void> tried;

    RegistryStartup(WireSettings settings) {
        tried = CompletableFuture.runAsync(() -> registerContract(settings), Thread::startVirtualThread);
    }

    @EventListener(ApplicationReadyEvent.class)
    void awaitContract() {
        tried.join();
    }

    private static void registerContract(WireSettings settings) {
        var registry = SchemaRegistry.configured(settings.configuration());
        try {
            contract().forEach((topic, schema) -> {
                var subject = RegistryAvroSerializer.subjectOf(topic);
                registry.idOf(subject, schema);
                registry.requireFullCompatibility(subject);
            });
        } catch (KafkaException e) {
            LOG.warn("The schema registry does not know the whole contract yet: {}", e.getMessage());
        }
    }

    private static Map<String, Schema> contract() {
        var contract = new LinkedHashMap<String, Schema>();
        contract.put(Topics.TRANSFER_REQUESTED, TransferRequested.getClassSchema());
        contract.put(Topics.TRANSFER_CONTROL, TransferControl.getClassSchema());
        contract.put(Topics.SUBTASK_REQUESTED, SubTaskRequested.getClassSchema());
        contract.put(Topics.SUBTASK_SLICED, SubTaskRequested.getClassSchema());
        contract.put(Topics.SUBTASK_REPORTED, SubTaskReported.getClassSchema());
        contract.put(Topics.TRANSFER_STATUS, TransferStatusChanged.getClassSchema());
        contract.put(Topics.TRANSFER_PREVIEWED, TransferPreviewed.getClassSchema());
        contract.put(Topics.TRANSFER_COMPLETED, TransferCompleted.getClassSchema());
        contract.put(Topics.TRANSFER_FAILED, TransferFailed.getClassSchema());
        contract.put(Topics.TRANSFER_UNDONE, TransferUndone.getClassSchema());
        return contract;
    }
}
