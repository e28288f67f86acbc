package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;

/**
 * A data type as SQL, put together once at start.
 *
 * @param count counts the pairs of source and target
 * @param tables what an ordinary transfer does, table by table
 * @param late the same for rows that came late: nothing of the target's is removed
 */
record TypeProgram(DataType type, List<Ground> grounds, String count, List<TableProgram> tables, List<TableProgram> late) {}
