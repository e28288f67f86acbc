/**
 * The real servers the worker needs, embedded or in containers: for tests, and to run it on a machine with only a JDK
 * and Maven.
 */
@NullMarked
package org.userdatatransfer.worker.local;

import org.jspecify.annotations.NullMarked;
