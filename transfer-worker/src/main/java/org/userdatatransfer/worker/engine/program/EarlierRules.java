package org.userdatatransfer.worker.engine.program;

import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.sql.SqlTemplate;

/**
 * For a preview, the conflict rules that will have removed rows before: what they remove clashes with nothing any more.
 * Each is a relation in which the later ones look: as a condition within theirs, the statement would treble with every
 * rule.
 */
record EarlierRules(List<KeepSql> rules) {

    static final EarlierRules NONE = new EarlierRules(List.of());

    EarlierRules {
        rules = List.copyOf(rules);
    }

    /** The places of the rows that are removed, a relation per rule; they follow that of the handovers. */
    String relations() {
        return join(numbers(), "", this::removed);
    }

    private String removed(int n) {
        var rule = rules.get(n);
        var before = new EarlierRules(rules.subList(0, n));
        return SqlTemplate.of(
                """
                , removed_{n} AS MATERIALIZED (
                    SELECT h.transfer_id, {partition} AS partition, {place} AS place
                    {from}{others})""")
                .with("n", Integer.toString(n))
                .with("partition", rule.ifSourceStays("o.tableoid", "s.tableoid"))
                .with("place", rule.ifSourceStays("o.ctid", "s.ctid"))
                .with("from", rule.clash().from())
                .with("others", before.leave("s") + before.leave("o"))
                .sql();
    }

    /** A further condition: none of them removes {@code row} of handover {@code h}. */
    String leave(String row) {
        return join(numbers(), "", n ->
                " AND NOT EXISTS (SELECT FROM removed_%1$d r WHERE r.transfer_id = h.transfer_id"
                                .formatted(n)
                        + " AND r.partition = %1$s.tableoid AND r.place = %1$s.ctid)".formatted(row));
    }

    private List<Integer> numbers() {
        return IntStream.range(0, rules.size()).boxed().toList();
    }
}
