/** The SQL of a data type, put together once at start: what moves its rows, and what a preview asks. */
@NullMarked
package org.userdatatransfer.worker.engine.program;

import org.jspecify.annotations.NullMarked;
