package org.userdatatransfer.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class TransferEventsTest {

    @Test
    void aPublisherNeedsNoCallToBeTrusted() throws IOException {
        var request = TransferRequested.newBuilder()
                .setTransferId(UUID.fromString("11111111-1111-1111-1111-111111111111"))
                .setTenantId("acme")
                .setSourceUserId("anna.leaver")
                .setTargetUserId("tom.taker")
                .setRequestedBy("hr")
                .setRequestedAt(Instant.ofEpochMilli(1))
                .build();

        assertThat(TransferRequested.fromByteBuffer(request.toByteBuffer())).isEqualTo(request);
    }

    @Test
    void oneCallTrustsTheClassesAgainAfterTheValidatorWasReplaced() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.DEFAULT);
        assertThatThrownBy(() -> ClassSecurityValidator.validate(TransferRequested.class))
                .isInstanceOf(SecurityException.class);

        TransferEvents.trust();

        ClassSecurityValidator.validate(TransferRequested.class);
    }

    @Test
    void everyTopicHasADeadLetterTopic() {
        assertThat(Topics.ALL).hasSize(10).allSatisfy(topic -> assertThat(Topics.deadLettersOf(topic))
                .isEqualTo(topic + ".dlt"));
    }
}
