/** What can be moved and how: the data types, their tables and rules. */
@NullMarked
package org.userdatatransfer.worker.catalogue;

import org.jspecify.annotations.NullMarked;
