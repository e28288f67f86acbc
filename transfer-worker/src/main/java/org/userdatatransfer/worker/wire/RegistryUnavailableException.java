package org.userdatatransfer.worker.wire;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** The schema registry does not answer as it should: nothing is known of the record, so try again later. */
public class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
