/** What should happen next: the life of one transfer as a pure state machine, plain values in and out. */
@NullMarked
package org.userdatatransfer.worker.saga;

import org.jspecify.annotations.NullMarked;
