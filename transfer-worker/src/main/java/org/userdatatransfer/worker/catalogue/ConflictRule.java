package org.userdatatransfer.worker.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;

/**
 * What happens where a row of the source, once it names the target, would break a unique key that contains the user
 * column. Decided row by row before anything is written.
 */
public sealed interface ConflictRule {

    /** The rule's name in the catalogue; the ledger names it beside every row it decided. */
    String name();

    /** The columns of the unique key, the user column among them. */
    List<SqlIdentifier> on();

    /**
     * One of the two rows stays, the other is archived and removed.
     *
     * @param keep which one stays
     * @param merge columns of the row that stays which take in the other row's value
     * @param reparent children of the removed row that become children of the one that stays
     */
    record Collapse(
            String name, List<SqlIdentifier> on, Keep keep, Map<SqlIdentifier, Merge> merge, List<Reparent> reparent)
            implements ConflictRule {

        public Collapse {
            on = List.copyOf(on);
            merge = Map.copyOf(merge);
            reparent = List.copyOf(reparent);
        }
    }

    /** Both rows stay; the source's gets another value in {@code column}: a suffix that names the source. */
    record Rename(String name, List<SqlIdentifier> on, SqlIdentifier column) implements ConflictRule {

        public Rename {
            on = List.copyOf(on);
        }
    }

    /** Every source row in the (partial) unique key leaves it: {@code column} is set to the time of the transfer. */
    record Close(String name, List<SqlIdentifier> on, SqlIdentifier column) implements ConflictRule {

        public Close {
            on = List.copyOf(on);
        }
    }

    /** Which of two rows stays. A tie, or a value that is not there, decides for the target's. */
    sealed interface Keep {

        record Target() implements Keep {}

        record Source() implements Keep {}

        /** The row with the greater value in {@code column}. */
        record Newest(SqlIdentifier column) implements Keep {}

        /** The row whose {@code column} comes later in {@code ranking}, then the newest. */
        record MostAdvanced(SqlIdentifier column, List<String> ranking, Optional<SqlIdentifier> newest)
                implements Keep {

            public MostAdvanced {
                ranking = List.copyOf(ranking);
            }
        }
    }

    /** How the value of a removed row enters the one that stays. */
    enum Merge {
        SUM,
        MAX,
        MIN,
        /** Only where the row that stays has none. */
        COALESCE
    }

    /**
     * Children that get another parent.
     *
     * @param column the child's reference to its parent
     * @param renumber a number that is unique within a parent: continued behind the new parent's own children
     */
    record Reparent(SqlTable child, SqlIdentifier column, Optional<SqlIdentifier> renumber) {}
}
