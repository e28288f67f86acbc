package org.userdatatransfer.worker.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.catalogue.SqlTemplate;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.engine.TableProgram.Flagging;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferId;

/** Makes a data type's decisions without carrying them out, on one state of the database. */
final class PreviewRows {

    /** Ends a rule's preview: from {@code decided}, per transfer the numbers, a hash and some keys. */
    static final String SUMMARY = SqlTemplate.of(
            """
            SELECT transfer_id, sum(gone) AS gone, sum(gone_source) AS gone_source, sum(gone_target) AS gone_target,
                   sum(changed) AS changed, md5(string_agg(decision, ';' ORDER BY decision)) AS hash,
                   array_agg(key::text ORDER BY key) FILTER (WHERE nth <= {examples}) AS examples, count(*) AS rows
            FROM (SELECT *, row_number() OVER (PARTITION BY transfer_id ORDER BY key) AS nth FROM decided) d
            GROUP BY transfer_id
            """)
            .with("examples", Integer.toString(FlagSql.EXAMPLES))
            .sql();

    private final Statements statements;
    private final GroupEmptiness emptiness;

    PreviewRows(Statements statements, GroupEmptiness emptiness) {
        this.statements = statements;
        this.emptiness = emptiness;
    }

    Map<TransferId, DataTypeResult> preview(TypeProgram program, List<Pair> pairs) {
        var pipeline = statements.pipeline();
        var before = RowCounts.of(program, pairs, pipeline);
        var verdicts = emptiness.verdicts(program.type(), pairs, before::get, pipeline);
        var forecasts = new LinkedHashMap<TransferId, Forecast>();
        pairs.forEach(p -> forecasts.put(
                p.transfer(), new Forecast(before.get(p.transfer()), verdicts.get(p.transfer()))));
        for (var rule : program.preview().rules()) {
            pipeline.later(rule.find(), pairs, Decided::read, found ->
                    found.forEach(decided -> forecasts.get(decided.transfer).add(rule.rule(), decided)));
        }
        shared(program, pairs, pipeline, forecasts);
        pipeline.flush();
        program.preview().flags().forEach(flagging -> flag(flagging, pairs, pipeline, forecasts));
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        forecasts.forEach((transfer, forecast) -> results.put(transfer, forecast.result(program)));
        return results;
    }

    /** Rows of the source that are overwritten since they are the target's, too. */
    private static void shared(
            TypeProgram program, List<Pair> pairs, Pipeline pipeline, Map<TransferId, Forecast> forecasts) {
        var tables = program.grounds().stream()
                .filter(ground -> ground.table().users().size() > 1)
                .toList();
        if (program.type().strategy() == Strategy.OVERWRITE && !tables.isEmpty()) {
            pipeline.later(CountSql.shared(tables), pairs, Shared::read, found ->
                    found.forEach(shared -> forecasts.get(shared.transfer).overwritten(shared.pairs)));
        }
    }

    private record Shared(TransferId transfer, long pairs) {

        static Shared read(ResultSet row, int n) throws SQLException {
            return new Shared(TransferId.of(row.getString("transfer_id")), row.getLong("shared"));
        }
    }

    private static void flag(
            Flagging flagging, List<Pair> pairs, Pipeline pipeline, Map<TransferId, Forecast> forecasts) {
        switch (flagging.flag()) {
            case FlagRule.SameUser same ->
                pipeline.now(flagging.find().orElseThrow(), pairs, FlagSql.FLAGGED).forEach(found -> forecasts
                        .get(found.transfer())
                        .flag(same.name(), found.rows(), found.examples()));
            case FlagRule.Replaced replaced ->
                forecasts.values().forEach(f -> f.flag(replaced.name(), f.removedByOverwriting(), List.of()));
            case FlagRule.Gained gained ->
                forecasts.values().forEach(f -> f.flag(gained.name(), f.tally().moved(), List.of()));
        }
    }

    /** What one rule would do to one transfer's rows. */
    private record Decided(
            TransferId transfer,
            long rows,
            long gone,
            long goneSource,
            long goneTarget,
            long changed,
            String hash,
            List<String> examples) {

        static Decided read(ResultSet row, int n) throws SQLException {
            return new Decided(
                    TransferId.of(row.getString("transfer_id")),
                    row.getLong("rows"),
                    row.getLong("gone"),
                    row.getLong("gone_source"),
                    row.getLong("gone_target"),
                    row.getLong("changed"),
                    row.getString("hash"),
                    List.of((String[]) row.getArray("examples").getArray()));
        }
    }

    /** The sum of what would happen to one data type of one transfer. */
    private static final class Forecast {

        private final Counts before;
        private final Verdict verdict;
        private final List<Flag> flags = new ArrayList<>();
        private final List<String> decisions = new ArrayList<>();
        private long collapsed;
        private long goneSource;
        private long goneTarget;
        private long changed;

        Forecast(Counts before, Verdict verdict) {
            this.before = before;
            this.verdict = verdict;
            decisions.add(verdict.name());
        }

        void add(String rule, Decided decided) {
            collapsed += decided.gone;
            goneSource += decided.goneSource;
            goneTarget += decided.goneTarget;
            changed += decided.changed;
            decisions.add(rule + "=" + decided.hash);
            flag(rule, decided.rows, decided.examples);
        }

        void overwritten(long sharedPairs) {
            goneSource += verdict.removes() ? sharedPairs : 0;
        }

        void flag(String name, long rows, List<String> examples) {
            if (rows > 0) {
                flags.add(new Flag(name, rows, examples));
            }
        }

        long removedByOverwriting() {
            return verdict.removes() ? before.target() : 0;
        }

        Tally tally() {
            if (verdict == Verdict.KEEP) {
                return new Tally(before.source(), before.target(), before.source(), before.target(), 0, 0, 0, 0, 0);
            }
            var moved = before.source() - goneSource;
            var goneOfTarget = goneTarget + removedByOverwriting();
            return new Tally(
                    before.source(),
                    before.target(),
                    0,
                    before.target() + moved - goneOfTarget,
                    goneSource + goneOfTarget,
                    0,
                    moved,
                    collapsed,
                    changed);
        }

        DataTypeResult result(TypeProgram program) {
            if (verdict == Verdict.WIPE) {
                flag("TARGET_WIPED", before.target(), List.of());
            }
            var tally = tally();
            return new DataTypeResult(
                    program.type().name(),
                    DataTypeOutcome.DONE,
                    verdict.reason(),
                    Optional.empty(),
                    tally,
                    0,
                    tally.moved() + tally.archived(),
                    flags,
                    List.of(),
                    Optional.of(hash(String.join("\n", decisions))));
        }
    }

    private static String hash(String decisions) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(decisions.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
