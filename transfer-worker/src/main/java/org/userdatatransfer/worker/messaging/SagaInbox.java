package org.userdatatransfer.worker.messaging;

import java.util.List;
import org.userdatatransfer.worker.saga.SagaInput;

/**
 * Who takes what concerns the sagas; returns when all of it is done and committed, throws only if the machine fails.
 */
@FunctionalInterface
public interface SagaInbox {

    void handle(List<SagaInput> batch);
}
