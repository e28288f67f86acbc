/** How SQL is put together: names that are checked and quoted, templates, literals. */
@NullMarked
package org.userdatatransfer.worker.sql;

import org.jspecify.annotations.NullMarked;
