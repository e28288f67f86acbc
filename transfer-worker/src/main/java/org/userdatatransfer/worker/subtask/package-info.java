/** Does sub-tasks, once in effect however often they are delivered. */
@NullMarked
package org.userdatatransfer.worker.subtask;

import org.jspecify.annotations.NullMarked;
