package org.userdatatransfer.worker.wire;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.stereotype.Component;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.SubTaskRequested;
import org.userdatatransfer.events.TransferControl;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.transfer.SubTask;

/** What our values look like on the topics. */
@Component
public class WireFormat {

    /** The header that carries the event id, a UUID in text form. */
    public static final String EVENT_ID = "event-id";

    private final Serializer<Object> serializer;
    private final Deserializer<Object> deserializer;

    public WireFormat(WireSettings settings) {
        serializer = BeanUtils.instantiateClass(settings.serializer());
        deserializer = BeanUtils.instantiateClass(settings.deserializer());
        serializer.configure(settings.configuration(), false);
        deserializer.configure(settings.configuration(), false);
    }

    /** A message as it is sent. */
    public ProducerRecord<byte[], byte[]> encode(OutgoingMessage message) {
        var sent = new ProducerRecord<>(
                message.topic(),
                message.key().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(message.topic(), message.value()));
        sent.headers().add(EVENT_ID, message.eventId().toString().getBytes(StandardCharsets.UTF_8));
        return sent;
    }

    /**
     * What a record tells the coordinator.
     *
     * @throws PoisonRecordException if nobody can ever read it
     * @throws RegistryUnavailableException if that cannot be said now
     */
    public SagaInput sagaInput(String topic, byte @Nullable [] bytes) {
        var value = decode(topic, bytes);
        try {
            return switch (value) {
                case TransferRequested requested -> new SagaInput.Requested(RequestMapping.ofAvro(requested));
                case TransferControl control -> new SagaInput.Controlled(RequestMapping.ofAvro(control));
                case SubTaskReported reported -> new SagaInput.Reported(SubTaskMapping.ofAvro(reported));
                default -> throw unexpected(topic, value);
            };
        } catch (IllegalArgumentException e) {
            throw new PoisonRecordException("Says what cannot be: " + e.getMessage(), e);
        }
    }

    /**
     * What a record asks of a worker.
     *
     * @throws PoisonRecordException if nobody can ever read it
     * @throws RegistryUnavailableException if that cannot be said now
     */
    public SubTask subTask(String topic, byte @Nullable [] bytes) {
        var value = decode(topic, bytes);
        try {
            return switch (value) {
                case SubTaskRequested requested -> SubTaskMapping.ofAvro(requested);
                default -> throw unexpected(topic, value);
            };
        } catch (IllegalArgumentException e) {
            throw new PoisonRecordException("Says what cannot be: " + e.getMessage(), e);
        }
    }

    private Object decode(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new PoisonRecordException("Has no value");
        }
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (PoisonRecordException | RegistryUnavailableException e) {
            throw e;
        } catch (RetriableException e) {
            throw new RegistryUnavailableException("The schema registry gives no answer", e);
        } catch (SerializationException e) {
            throw ofAnotherDeserializer(e);
        }
    }

    /** Other deserializers tell an outage from a poison record by the cause only. */
    private static RuntimeException ofAnotherDeserializer(SerializationException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException) {
                return new RegistryUnavailableException("The schema registry gives no answer", e);
            }
        }
        return new PoisonRecordException(String.valueOf(e.getMessage()), e);
    }

    private static PoisonRecordException unexpected(String topic, Object value) {
        return new PoisonRecordException("A %s does not belong on topic %s"
                .formatted(value.getClass().getSimpleName(), topic));
    }
}
