package org.userdatatransfer.worker.messaging;

import java.util.List;
import org.userdatatransfer.worker.saga.SagaInput;

/**
 * Takes requests, controls and reports; returns when all are handled and committed, throws only if the machine fails.
 */
@FunctionalInterface
public interface SagaInbox {

    void handle(List<SagaInput> batch);
}
