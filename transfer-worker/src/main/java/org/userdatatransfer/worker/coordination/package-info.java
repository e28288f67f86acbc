/** Keeps the sagas, carries out what they decide, and lets transfers of the same users run one after the other. */
@NullMarked
package org.userdatatransfer.worker.coordination;

import org.jspecify.annotations.NullMarked;
