/** The contract as Java: the generated records and the names of their topics. */
package org.userdatatransfer.events;
