/** The databases of the products, each with its own connections; what the worker keeps there is migrated at start. */
@NullMarked
package org.userdatatransfer.worker.products;

import org.jspecify.annotations.NullMarked;
