/** What is measured while transfers go on, for dashboards and alerts. */
@NullMarked
package org.userdatatransfer.worker.observability;

import org.jspecify.annotations.NullMarked;
