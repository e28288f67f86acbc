/** Messages that leave only if the transaction commits, and then certainly. */
@NullMarked
package org.userdatatransfer.worker.outbox;

import org.jspecify.annotations.NullMarked;
