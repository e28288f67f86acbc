/** How the row ledger is written: entries, and the keys and contents of rows as it keeps them. */
@NullMarked
package org.userdatatransfer.worker.engine.ledger;

import org.jspecify.annotations.NullMarked;
