package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.engine.program.TableProgram.Flagging;

/**
 * A data type as SQL, put together once at start.
 *
 * @param count counts the pairs of source and target
 * @param glance the same where others wait: it stops where it sees that there is too much
 * @param tables what an ordinary transfer does, table by table
 * @param late the same for rows that came late: nothing of the target's is removed
 * @param preview what an ordinary transfer would decide
 */
public record TypeProgram(
        DataType type,
        List<BoundTable> boundTables,
        String count,
        String glance,
        List<TableProgram> tables,
        List<TableProgram> late,
        Preview preview) {

    /**
     * Asked before anything is changed.
     *
     * @param flags as after the rules, though these have not been applied yet
     * @param overwritten counts what goes of the source's rows when rows are overwritten, if there can be any
     * @param takenAlong counts what goes of other data types' rows with those that are removed, if there can be any
     */
    public record Preview(
            List<RulePreview> rules, List<Flagging> flags, Optional<String> overwritten, Optional<String> takenAlong) {}

    /** Finds what one conflict rule would decide, as {@code PreviewRows} reads it. */
    public record RulePreview(String rule, String find) {}
}
