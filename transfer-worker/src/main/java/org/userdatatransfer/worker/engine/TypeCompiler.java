package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.ConflictRule.Close;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Keep;
import org.userdatatransfer.worker.catalogue.ConflictRule.Rename;
import org.userdatatransfer.worker.catalogue.ConflictRule.Reparent;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.catalogue.ProductSchema;
import org.userdatatransfer.worker.catalogue.SqlIdentifier;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.TableShape;
import org.userdatatransfer.worker.catalogue.TableShape.UniqueKey;
import org.userdatatransfer.worker.engine.TableProgram.Closing;
import org.userdatatransfer.worker.engine.TableProgram.Collapsing;
import org.userdatatransfer.worker.engine.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.TableProgram.Move;
import org.userdatatransfer.worker.engine.TableProgram.Removal;
import org.userdatatransfer.worker.engine.TableProgram.Renaming;
import org.userdatatransfer.worker.engine.TableProgram.Resolution;
import org.userdatatransfer.worker.engine.TypeProgram.Preview;
import org.userdatatransfer.worker.engine.TypeProgram.RulePreview;

/** Puts a data type's statements together and numbers them: what one statement did is taken back together. */
final class TypeCompiler {

    private final DataType type;
    private final ProductSchema schema;
    private final String userType;
    private int nextOp = 1;

    private TypeCompiler(DataType type, ProductSchema schema, String userType) {
        this.type = type;
        this.schema = schema;
        this.userType = userType;
    }

    static TypeProgram compile(DataType type, ProductSchema schema, String userType, EngineSettings settings) {
        var compiler = new TypeCompiler(type, schema, userType);
        var grounds = type.tables().stream()
                .map(t -> new Ground(type, t, schema.table(t.table()), userType))
                .toList();
        var overwrite = type.strategy() == Strategy.OVERWRITE;
        return new TypeProgram(
                type,
                grounds,
                CountSql.counts(grounds),
                CountSql.glance(grounds, settings),
                grounds.stream().map(g -> compiler.table(g, g.table().rules(), overwrite)).toList(),
                grounds.stream()
                        .map(g -> compiler.table(g, overwrite ? keepTarget(g) : yielding(g), false))
                        .toList(),
                compiler.preview(grounds, overwrite));
    }

    /**
     * What stands in for rules where late rows of an overwritten type clash: they are archived, also where the type is
     * live and the late row is the newest. For then the other row is the target's, and a late row never removes one.
     */
    private static List<ConflictRule> keepTarget(Ground ground) {
        return ground.shape().uniques().stream()
                .filter(u -> u.plain()
                        && u.columns().stream().anyMatch(ground.table().users()::contains))
                .<ConflictRule>map(u ->
                        new Collapse("late", u.columns(), new Keep.Target(), Map.of(), List.of()))
                .toList();
    }

    /** A combined type's own rules, but for one thing: of two rows that clash the late one goes. */
    private static List<ConflictRule> yielding(Ground ground) {
        return ground.table().rules().stream()
                .<ConflictRule>map(rule -> switch (rule) {
                    case Collapse c -> new Collapse(c.name(), c.on(), new Keep.Target(), c.merge(), c.reparent());
                    case Rename r -> r;
                    case Close c -> c;
                })
                .toList();
    }

    private TableProgram table(Ground ground, List<ConflictRule> rules, boolean overwrite) {
        return new TableProgram(
                ground,
                rules.stream().map(rule -> resolution(ground, rule)).toList(),
                ground.table().flags().stream().map(flag -> flagging(ground, flag, overwrite)).toList(),
                overwrite
                        ? ground.table().users().stream().map(u -> removal(ground, u)).toList()
                        : List.of(),
                ground.table().users().stream().map(u -> move(ground, u)).toList());
    }

    private Resolution resolution(Ground ground, ConflictRule rule) {
        var unique = unique(ground.shape(), rule);
        var clash = ClashSql.of(ground, unique);
        return switch (rule) {
            case Collapse collapse -> collapsing(new KeepSql(clash, collapse.keep(), List.of()), collapse);
            case Rename rename -> new Renaming(clash.lock(), new RenameSql(clash, rename).rename(nextOp++));
            case Close close -> new Closing(new CloseSql(ground, unique, clash.user(), close).close(nextOp++));
        };
    }

    private Collapsing collapsing(KeepSql keep, Collapse rule) {
        var sql = collapseSql(keep, rule);
        var first = new ArrayList<String>();
        reparented(sql, rule).forEach(reparent -> first.add(reparent.reparent(nextOp++)));
        first.addAll(numbered(sql.archiveChildren(nextOp)));
        return new Collapsing(keep.clash().lock(), first, sql.collapse(nextOp++));
    }

    private List<ReparentSql> reparented(CollapseSql sql, Collapse rule) {
        return rule.reparent().stream()
                .map(reparent -> {
                    var child = schema.table(reparent.child());
                    return new ReparentSql(sql, reparent, child, foreignKey(sql.ground().shape(), child, reparent));
                })
                .toList();
    }

    private Preview preview(List<Ground> grounds, boolean overwrite) {
        var rules = new ArrayList<RulePreview>();
        var flags = new ArrayList<Flagging>();
        for (var ground : grounds) {
            var ofTable = ground.table().rules();
            for (var i = 0; i < ofTable.size(); i++) {
                var rule = ofTable.get(i);
                rules.add(new RulePreview(rule.name(), preview(ground, rule, removing(ground, ofTable.subList(0, i)))));
            }
            ground.table().flags().forEach(flag -> flags.add(previewed(ground, flag, overwrite)));
        }
        return new Preview(rules, flags);
    }

    /** @param earlier the rules that will have removed rows before */
    private String preview(Ground ground, ConflictRule rule, List<KeepSql> earlier) {
        var unique = unique(ground.shape(), rule);
        var clash = ClashSql.of(ground, unique);
        return switch (rule) {
            case Collapse collapse -> {
                var sql = collapseSql(new KeepSql(clash, collapse.keep(), earlier), collapse);
                yield sql.preview(reparented(sql, collapse));
            }
            case Rename rename -> new RenameSql(clash, rename).preview(earlier);
            case Close close -> new CloseSql(ground, unique, clash.user(), close).preview(earlier);
        };
    }

    private static TableShape.ForeignKey foreignKey(TableShape parent, TableShape child, Reparent reparent) {
        return parent.references().stream()
                .filter(k -> k.child().equals(child.table()) && k.columns().equals(List.of(reparent.column())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No foreign key from %s.%s to %s"
                        .formatted(child.table(), reparent.column(), parent.table())));
    }

    private static UniqueKey unique(TableShape shape, ConflictRule rule) {
        return shape.unique(rule.on())
                .orElseThrow(() -> new IllegalArgumentException("Rule '%s': no unique key of %s has the columns %s"
                        .formatted(rule.name(), shape.table(), rule.on())));
    }

    private static Flagging flagging(Ground ground, FlagRule flag, boolean overwrite) {
        return new Flagging(
                flag, flagSql(ground, flag).map(sql -> overwrite ? sql.flaggedOfOverwritten() : sql.flagged()));
    }

    /** Before the rules are applied. */
    private static Flagging previewed(Ground ground, FlagRule flag, boolean overwrite) {
        return overwrite
                ? flagging(ground, flag, true)
                : new Flagging(
                        flag,
                        flagSql(ground, flag).map(sql -> sql.flagged(removing(ground, ground.table().rules()))));
    }

    private static Optional<FlagSql> flagSql(Ground ground, FlagRule flag) {
        return switch (flag) {
            case FlagRule.SameUser same -> Optional.of(new FlagSql(ground, same));
            case FlagRule.Replaced r -> Optional.empty();
            case FlagRule.Gained g -> Optional.empty();
        };
    }

    /** Those of the rules that remove rows, each knowing those before it. */
    private static List<KeepSql> removing(Ground ground, List<ConflictRule> rules) {
        var removing = new ArrayList<KeepSql>();
        for (var rule : rules) {
            if (rule instanceof Collapse collapse) {
                var clash = ClashSql.of(ground, unique(ground.shape(), rule));
                removing.add(new KeepSql(clash, collapse.keep(), List.copyOf(removing)));
            }
        }
        return removing;
    }

    private CollapseSql collapseSql(KeepSql keep, Collapse rule) {
        var reparented = rule.reparent().stream()
                .map(r -> schema.table(r.child()).table())
                .toList();
        return CollapseSql.of(keep, rule, ChildrenSql.of(type, schema, keep.clash().ground().shape(), reparented));
    }

    private Removal removal(Ground ground, SqlIdentifier user) {
        var children = ChildrenSql.of(type, schema, ground.shape(), List.of());
        var sql = new RemovalSql(ground, user, children);
        var archived = numbered(sql.archiveChildren(nextOp));
        var op = nextOp++;
        return new Removal(
                sql.hasChildren() ? Optional.of(sql.lockParents()) : Optional.empty(),
                archived,
                sql.archive(op),
                sql.hasChildren()
                        ? List.of()
                        : ground.shape().leaves().stream()
                                .map(leaf -> sql.slice(op, leaf))
                                .toList());
    }

    private Move move(Ground ground, SqlIdentifier user) {
        var sql = new MoveSql(ground, user);
        var ways = Stream.concat(sql.filled().stream().map(Optional::of), Stream.of(Optional.<SqlIdentifier>empty()))
                .toList();
        var statements = new ArrayList<String>();
        var slices = new ArrayList<String>();
        for (var fill : ways) {
            var op = nextOp++;
            statements.add(sql.move(op, fill));
            ground.shape().leaves().forEach(leaf -> slices.add(sql.slice(op, fill, leaf)));
        }
        return new Move(statements, slices);
    }

    private List<String> numbered(List<String> statements) {
        nextOp += statements.size();
        return statements;
    }
}
