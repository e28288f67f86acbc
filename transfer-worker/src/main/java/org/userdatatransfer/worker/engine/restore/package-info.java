/** How entries of the ledger are taken back: in which order, by which SQL, and who a row that is put back belongs to. */
@NullMarked
package org.userdatatransfer.worker.engine.restore;

import org.jspecify.annotations.NullMarked;
