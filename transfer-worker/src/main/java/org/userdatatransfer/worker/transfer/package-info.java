/** The shared words: what every other package means by a transfer, its users, its data types and its sub-tasks. */
@NullMarked
package org.userdatatransfer.worker.transfer;

import org.jspecify.annotations.NullMarked;
