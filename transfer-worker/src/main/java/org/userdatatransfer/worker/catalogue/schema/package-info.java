/** The tables, keys and constraints of a product's live database, as PostgreSQL tells them. */
@NullMarked
package org.userdatatransfer.worker.catalogue.schema;

import org.jspecify.annotations.NullMarked;
