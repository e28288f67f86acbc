/** The worker as an application: its main class, and how its parts are put together. */
@NullMarked
package org.userdatatransfer.worker;

import org.jspecify.annotations.NullMarked;
