/** What a transfer did to one row, and why, by the products' ledgers. */
@NullMarked
package org.userdatatransfer.worker.rowhistory;

import org.jspecify.annotations.NullMarked;
