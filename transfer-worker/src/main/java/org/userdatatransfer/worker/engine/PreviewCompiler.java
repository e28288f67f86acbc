package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.engine.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.TypeProgram.Preview;
import org.userdatatransfer.worker.engine.TypeProgram.RulePreview;

/** Puts together what finds out, before anything is changed, what a data type's rules would decide. */
record PreviewCompiler(RuleSql rules) {

    Preview compile(List<Ground> grounds, boolean overwrite) {
        var previews = new ArrayList<RulePreview>();
        var flags = new ArrayList<Flagging>();
        for (var ground : grounds) {
            var ofTable = ground.table().rules();
            for (var i = 0; i < ofTable.size(); i++) {
                var rule = ofTable.get(i);
                previews.add(
                        new RulePreview(rule.name(), preview(ground, rule, removing(ground, ofTable.subList(0, i)))));
            }
            ground.table().flags().forEach(flag -> flags.add(previewed(ground, flag, overwrite)));
        }
        return new Preview(previews, flags, overwrite ? overwritten(grounds) : Optional.empty());
    }

    /** Rows of the source that are the target's, too. */
    private static Optional<String> overwritten(List<Ground> grounds) {
        var tables = grounds.stream()
                .filter(ground -> ground.table().users().size() > 1)
                .toList();
        return tables.isEmpty() ? Optional.empty() : Optional.of(CountSql.shared(tables));
    }

    private String preview(Ground ground, ConflictRule rule, EarlierRules earlier) {
        var clash = rules.clash(ground, rule);
        return switch (rule) {
            case Collapse collapse -> {
                var sql = rules.collapse(new KeepSql(clash, collapse.keep()), collapse);
                yield sql.preview(earlier, rules.reparented(sql, collapse));
            }
            case Rename rename -> new RenameSql(clash, rename).preview(earlier);
            case Close close -> new CloseSql(clash, close).preview(earlier);
        };
    }

    /** Before the rules are applied. */
    private Flagging previewed(Ground ground, FlagRule flag, boolean overwrite) {
        return overwrite
                ? RuleSql.flagging(ground, flag, true)
                : new Flagging(
                        flag,
                        RuleSql.flagSql(ground, flag)
                                .map(sql -> sql.flagged(removing(ground, ground.table().rules()))));
    }

    /** Those of the rules that remove rows. */
    private EarlierRules removing(Ground ground, List<ConflictRule> some) {
        return new EarlierRules(some.stream()
                .filter(Collapse.class::isInstance)
                .map(Collapse.class::cast)
                .map(rule -> new KeepSql(rules.clash(ground, rule), rule.keep()))
                .toList());
    }
}
