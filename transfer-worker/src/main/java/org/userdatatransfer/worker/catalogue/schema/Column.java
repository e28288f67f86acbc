package org.userdatatransfer.worker.catalogue.schema;

import java.util.Optional;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/**
 * A column of a table as the live database has it.
 *
 * @param type as SQL writes it, such as {@code character varying(80)}
 */
public record Column(
        SqlIdentifier name, String type, boolean notNull, boolean generated, Optional<Integer> maxLength) {}
