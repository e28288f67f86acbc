package org.userdatatransfer.worker.engine;

import java.util.List;
import org.userdatatransfer.worker.catalogue.DataType;

/**
 * A data type as SQL, put together once at start.
 *
 * @param count counts the pairs of source and target
 * @param glance the same where others wait: it stops where it sees that there is too much
 * @param tables what an ordinary transfer does, table by table
 * @param late the same for rows that came late: nothing of the target's is removed
 */
record TypeProgram(
        DataType type,
        List<Ground> grounds,
        String count,
        String glance,
        List<TableProgram> tables,
        List<TableProgram> late) {}
