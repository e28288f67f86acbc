/** Moves the rows of a data type and puts them back: set-based, journalled in the row ledger, proven by counts. */
@NullMarked
package org.userdatatransfer.worker.engine;

import org.jspecify.annotations.NullMarked;
