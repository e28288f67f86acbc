package org.userdatatransfer.worker.transfer;

/**
 * What happened to a data type, counted in (row, user column) pairs that name a user. With S and T the source's and the
 * target's pairs before, S' and T' after, A the pairs of archived rows and L those that others wrote or removed
 * meanwhile: |S| + |T| + |L| = |S'| + |T'| + |A|. L is for live types, and for what came between a data type's end and
 * VERIFY: in any other type a row that appears while it is being moved is nobody's, and the equation does not hold.
 *
 * <p>Of an undo or a compensation, moved counts the pairs that went back to the source, and archived is below zero: the
 * pairs of rows that were put back.
 *
 * @param sourceBefore |S|
 * @param targetBefore |T|
 * @param sourceAfter |S'|
 * @param targetAfter |T'|
 * @param archived |A|: pairs of rows that were removed, each kept whole in the ledger
 * @param live |L|: pairs that others added (or, below zero, removed) between the two counts
 * @param moved pairs that named the source and now name the target
 * @param collapsed rows that a conflict rule removed, in favour of the other user's row
 * @param changed rows of which a rule changed other columns (merged, renamed, closed, re-parented)
 */
public record Tally(
        long sourceBefore,
        long targetBefore,
        long sourceAfter,
        long targetAfter,
        long archived,
        long live,
        long moved,
        long collapsed,
        long changed) {

    public static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether nothing got lost and nothing appeared from nowhere: the conservation equation. */
    public boolean conserved() {
        return appeared() == live;
    }

    /** Pairs that were not there before or, below zero, have vanished, whoever did it. */
    public long appeared() {
        return sourceAfter + targetAfter + archived - sourceBefore - targetBefore;
    }

    /** This tally if what appeared, or vanished, is what others have written or removed. */
    public Tally appearedAsLive() {
        return new Tally(
                sourceBefore, targetBefore, sourceAfter, targetAfter, archived, appeared(), moved, collapsed, changed);
    }

    /** This tally, followed by a later one of the same data type: a slice, or what VERIFY moved. */
    public Tally then(Tally later) {
        return new Tally(
                sourceBefore,
                targetBefore,
                later.sourceAfter,
                later.targetAfter,
                archived + later.archived,
                live + later.live + (later.sourceBefore - sourceAfter) + (later.targetBefore - targetAfter),
                moved + later.moved,
                collapsed + later.collapsed,
                changed + later.changed);
    }
}
