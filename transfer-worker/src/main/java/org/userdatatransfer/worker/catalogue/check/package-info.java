/** Whether the live databases agree with the catalogue: what a transfer could not do safely is found at the start. */
@NullMarked
package org.userdatatransfer.worker.catalogue.check;

import org.jspecify.annotations.NullMarked;
