/** Who a suite user is in each product, and whether two of them may take part in a transfer. */
@NullMarked
package org.userdatatransfer.worker.directory;

import org.jspecify.annotations.NullMarked;
