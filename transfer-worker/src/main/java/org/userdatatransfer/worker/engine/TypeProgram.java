package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;

/**
 * A data type as SQL, put together once at start.
 *
 * @param count counts the pairs of source and target
 * @param countUpTo the same where others wait: it stops at one more than a slice has rows
 * @param tables what an ordinary transfer does, table by table
 * @param late the same for rows that came late: nothing of the target's is removed
 */
record TypeProgram(
        DataType type,
        List<Ground> grounds,
        String count,
        String countUpTo,
        List<TableProgram> tables,
        List<TableProgram> late) {}
