/** Kafka in: the listeners, what they do with what they cannot read, and the topics. */
@NullMarked
package org.userdatatransfer.worker.messaging;

import org.jspecify.annotations.NullMarked;
