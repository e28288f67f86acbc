package org.userdatatransfer.worker.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.engine.program.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.program.TypeProgram.Preview;
import org.userdatatransfer.worker.engine.program.TypeProgram.RulePreview;
import org.userdatatransfer.worker.sql.SqlTemplate;
import org.userdatatransfer.worker.transfer.Flag;

/** Puts together what finds out, before anything is changed, what a data type's rules would decide. */
record PreviewCompiler(RuleSql rules) {

    /** Ends a rule's preview: from {@code decided}, per transfer the numbers, a hash and some keys. */
    static final String SUMMARY = SqlTemplate.of(
            """
            SELECT transfer_id, sum(gone) AS gone, sum(gone_source) AS gone_source, sum(gone_target) AS gone_target,
                   sum(changed) AS changed, md5(string_agg(decision, ';' ORDER BY decision)) AS hash,
                   array_agg(key::text ORDER BY key) FILTER (WHERE nth <= {examples}) AS examples, count(*) AS rows
            FROM (SELECT *, row_number() OVER (PARTITION BY transfer_id ORDER BY key) AS nth FROM decided) d
            GROUP BY transfer_id
            """)
            .with("examples", Integer.toString(Flag.MOST_EXAMPLES))
            .sql();

    Preview compile(List<BoundTable> boundTables, boolean overwrite) {
        var previews = new ArrayList<RulePreview>();
        var flags = new ArrayList<Flagging>();
        var takenAlong = new ArrayList<String>();
        for (var bound : boundTables) {
            var ofTable = bound.table().rules();
            for (var i = 0; i < ofTable.size(); i++) {
                var rule = ofTable.get(i);
                var earlier = removing(bound, ofTable.subList(0, i));
                previews.add(new RulePreview(rule.name(), preview(bound, rule, earlier)));
                takenAlong.addAll(takenAlong(bound, rule, earlier));
            }
            bound.table().flags().forEach(flag -> flags.add(previewed(bound, flag, overwrite)));
            if (overwrite) {
                takenAlong.addAll(overwrittenAlong(bound));
            }
        }
        return new Preview(
                previews,
                flags,
                overwrite ? overwritten(boundTables) : Optional.empty(),
                takenAlong.isEmpty() ? Optional.empty() : Optional.of(CountSql.places(takenAlong)));
    }

    /** Rows of the source that are the target's, too. */
    private static Optional<String> overwritten(List<BoundTable> boundTables) {
        var tables = boundTables.stream()
                .filter(bound -> bound.table().users().size() > 1)
                .toList();
        return tables.isEmpty() ? Optional.empty() : Optional.of(CountSql.shared(tables));
    }

    /** Rows of other data types that refer to what is overwritten. */
    private List<String> overwrittenAlong(BoundTable bound) {
        return bound.table().users().stream()
                .flatMap(user -> rules.removal(bound, user).takenAlong().stream())
                .toList();
    }

    private List<String> takenAlong(BoundTable bound, ConflictRule rule, EarlierRules earlier) {
        return rule instanceof Collapse collapse
                ? rules.collapse(bound, collapse).takenAlong(earlier)
                : List.of();
    }

    private String preview(BoundTable bound, ConflictRule rule, EarlierRules earlier) {
        return switch (rule) {
            case Collapse collapse -> {
                var sql = rules.collapse(bound, collapse);
                yield sql.preview(earlier, rules.reparented(sql, collapse));
            }
            case Rename rename -> new RenameSql(rules.clash(bound, rule), rename).preview(earlier);
            case Close close -> new CloseSql(rules.clash(bound, rule), close).preview(earlier);
        };
    }

    /** Before the rules are applied. */
    private Flagging previewed(BoundTable bound, FlagRule flag, boolean overwrite) {
        return overwrite
                ? RuleSql.flagging(bound, flag, true)
                : new Flagging(
                        flag,
                        RuleSql.flagSql(bound, flag)
                                .map(sql -> sql.flagged(removing(bound, bound.table().rules()))));
    }

    /** Those of the rules that remove rows. */
    private EarlierRules removing(BoundTable bound, List<ConflictRule> some) {
        return new EarlierRules(some.stream()
                .filter(Collapse.class::isInstance)
                .map(Collapse.class::cast)
                .map(rule -> rules.keep(bound, rule))
                .toList());
    }
}
