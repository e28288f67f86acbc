/** What every data type of every catalogue must stand: the worker on real databases, against the expected rows. */
@NullMarked
package org.userdatatransfer.worker.contract;

import org.jspecify.annotations.NullMarked;
