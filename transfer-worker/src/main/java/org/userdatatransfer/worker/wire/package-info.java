/** Avro to our values and back, in the Confluent wire format with a schema registry; nowhere else. */
@NullMarked
package org.userdatatransfer.worker.wire;

import org.jspecify.annotations.NullMarked;
