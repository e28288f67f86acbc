/** What operators can look up in a browser; nothing can be changed here, for requests and controls come by Kafka. */
@NullMarked
package org.userdatatransfer.worker.web;

import org.jspecify.annotations.NullMarked;
