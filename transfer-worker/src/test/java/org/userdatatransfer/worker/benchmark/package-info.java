/** How fast the worker is, always beside what the same servers do without it; not part of the ordinary build. */
@NullMarked
package org.userdatatransfer.worker.benchmark;

import org.jspecify.annotations.NullMarked;
