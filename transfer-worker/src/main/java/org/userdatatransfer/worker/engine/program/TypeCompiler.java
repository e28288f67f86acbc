package org.userdatatransfer.worker.engine.program;

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
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.engine.program.TableProgram.ChildRemoval;
import org.userdatatransfer.worker.engine.program.TableProgram.Closing;
import org.userdatatransfer.worker.engine.program.TableProgram.Collapsing;
import org.userdatatransfer.worker.engine.program.TableProgram.Move;
import org.userdatatransfer.worker.engine.program.TableProgram.Removal;
import org.userdatatransfer.worker.engine.program.TableProgram.Renaming;
import org.userdatatransfer.worker.engine.program.TableProgram.Resolution;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Puts a data type's statements together and numbers them: what one statement did is taken back together. */
public final class TypeCompiler {

    private final RuleSql rules;
    private int nextOp = 1;

    private TypeCompiler(RuleSql rules) {
        this.rules = rules;
    }

    /** @param types all of the product */
    public static TypeProgram compile(
            DataType type,
            List<DataType> types,
            ProductSchema schema,
            String userType,
            int largeRows,
            int sliceRows) {
        var compiler = new TypeCompiler(new RuleSql(type, types, schema));
        var boundTables = type.tables().stream()
                .map(t -> new BoundTable(type, t, schema.table(t.table()), userType))
                .toList();
        var overwrite = type.strategy() == Strategy.OVERWRITE;
        return new TypeProgram(
                type,
                boundTables,
                CountSql.counts(boundTables),
                CountSql.glance(boundTables, largeRows, sliceRows),
                boundTables.stream().map(g -> compiler.table(g, g.table().rules(), overwrite)).toList(),
                boundTables.stream()
                        .map(g -> compiler.table(g, overwrite ? keepTarget(g) : yielding(g), false))
                        .toList(),
                new PreviewCompiler(compiler.rules).compile(boundTables, overwrite));
    }

    /**
     * What stands in for rules where late rows of an overwritten type clash: they are archived, also where the type is
     * live and the late row is the newest. For then the other row is the target's, and a late row never removes one.
     */
    private static List<ConflictRule> keepTarget(BoundTable bound) {
        return bound.shape().uniques().stream()
                .filter(u -> u.plain()
                        && u.columns().stream().anyMatch(bound.table().users()::contains))
                .<ConflictRule>map(u ->
                        new Collapse("late", u.columns(), new Keep.Target(), Map.of(), List.of()))
                .toList();
    }

    /** A combined type's own rules, but for one thing: of two rows that clash the late one goes. */
    private static List<ConflictRule> yielding(BoundTable bound) {
        return bound.table().rules().stream()
                .<ConflictRule>map(rule -> switch (rule) {
                    case Collapse c -> new Collapse(c.name(), c.on(), new Keep.Target(), c.merge(), c.reparent());
                    case Rename r -> r;
                    case Close c -> c;
                })
                .toList();
    }

    private TableProgram table(BoundTable bound, List<ConflictRule> applied, boolean overwrite) {
        return new TableProgram(
                bound,
                applied.stream().map(rule -> resolution(bound, rule)).toList(),
                bound.table().flags().stream().map(flag -> RuleSql.flagging(bound, flag, overwrite)).toList(),
                overwrite
                        ? bound.table().users().stream().map(u -> removal(bound, u)).toList()
                        : List.of(),
                bound.table().users().stream().map(u -> move(bound, u)).toList());
    }

    private Resolution resolution(BoundTable bound, ConflictRule rule) {
        var clash = rules.clash(bound, rule);
        return switch (rule) {
            case Collapse collapse -> collapsing(rules.collapse(bound, collapse), collapse);
            case Rename rename -> new Renaming(clash.lock(), new RenameSql(clash, rename).rename(nextOp++));
            case Close close -> new Closing(new CloseSql(clash, close).close(nextOp++));
        };
    }

    private Collapsing collapsing(CollapseSql sql, Collapse rule) {
        var reparents = rules.reparented(sql, rule).stream()
                .map(reparent -> reparent.reparent(nextOp++))
                .toList();
        var children = numbered(sql.archiveChildren(nextOp));
        return new Collapsing(sql.clash().lock(), reparents, children, sql.collapse(nextOp++));
    }

    private Removal removal(BoundTable bound, SqlIdentifier user) {
        var sql = rules.removal(bound, user);
        var archived = numbered(sql.archiveChildren(nextOp));
        var op = nextOp++;
        return new Removal(
                sql.hasChildren() ? Optional.of(sql.lockParents()) : Optional.empty(),
                archived,
                sql.archive(op),
                sql.hasChildren()
                        ? List.of()
                        : bound.shape().leaves().stream()
                                .map(leaf -> sql.slice(op, leaf))
                                .toList());
    }

    private Move move(BoundTable bound, SqlIdentifier user) {
        var sql = new MoveSql(bound, user);
        var ways = Stream.concat(sql.filled().stream().map(Optional::of), Stream.of(Optional.<SqlIdentifier>empty()))
                .toList();
        var statements = new ArrayList<String>();
        var slices = new ArrayList<String>();
        for (var fill : ways) {
            var op = nextOp++;
            statements.add(sql.move(op, fill));
            bound.shape().leaves().forEach(leaf -> slices.add(sql.slice(op, fill, leaf)));
        }
        return new Move(statements, slices);
    }

    private List<ChildRemoval> numbered(List<ChildRemoval> removals) {
        nextOp += removals.size();
        return removals;
    }
}
