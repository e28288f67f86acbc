package org.userdatatransfer.worker.wire;

import org.apache.kafka.common.errors.SerializationException;

/** A record that nobody will ever be able to read, however often it is tried. */
public class PoisonRecordException extends SerializationException {

    public PoisonRecordException(String message) {
        super(message);
    }

    public PoisonRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
