package org.userdatatransfer.worker.engine.program;

import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.FlagRule;

/**
 * The statements that transfer one table, in their order. All of them take the batch's handovers as parameters.
 *
 * @param rules what resolves clashes, before anything moves
 * @param removals what takes the target's rows away (overwriting only), per user column
 * @param moves what moves the source's rows, per user column
 */
public record TableProgram(
        BoundTable bound, List<Resolution> rules, List<Flagging> flags, List<Removal> removals, List<Move> moves) {

    /** How one conflict rule is applied. */
    public sealed interface Resolution {}

    /**
     * @param reparents what gives children of the rows that go another parent
     * @param children what removes the others
     */
    public record Collapsing(String lock, List<String> reparents, List<ChildRemoval> children, String collapse)
            implements Resolution {}

    public record Renaming(String lock, String rename) implements Resolution {}

    public record Closing(String close) implements Resolution {}

    /** @param find finds the rows it is about, unless the counts tell */
    public record Flagging(FlagRule flag, Optional<String> find) {}

    /**
     * @param slices the same as {@code archive} in parts, one per leaf of the table; empty where children hang on it
     */
    public record Removal(Optional<String> lock, List<ChildRemoval> children, String archive, List<String> slices) {}

    /** @param anothers whether the rows that go with their parents are another data type's */
    public record ChildRemoval(String sql, boolean anothers) {}

    /** @param statements one, or two where a column is filled: of the rows where it is null, then of the rest */
    public record Move(List<String> statements, List<String> slices) {}
}
