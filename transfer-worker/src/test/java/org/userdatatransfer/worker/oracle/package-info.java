/**
 * The rows a transfer must leave behind, computed in plain Java from the rows before it and from nothing the worker
 * uses, and real databases to compare them with.
 */
@NullMarked
package org.userdatatransfer.worker.oracle;

import org.jspecify.annotations.NullMarked;
