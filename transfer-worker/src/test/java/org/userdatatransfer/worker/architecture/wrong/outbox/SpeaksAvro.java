package org.userdatatransfer.worker.architecture.wrong.outbox;

import org.apache.avro.Schema;

/** Knows what messages look like on the wire. */
class SpeaksAvro {

    Schema schema = Schema.create(Schema.Type.STRING);
}
