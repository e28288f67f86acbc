package org.userdatatransfer.worker.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.engine.program.FlagSql;
import org.userdatatransfer.worker.engine.program.TableProgram.Flagging;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** Makes a data type's decisions without carrying them out, on one state of the database. */
final class PreviewRows {

    private final Statements statements;
    private final GroupEmptiness emptiness;

    PreviewRows(Statements statements, GroupEmptiness emptiness) {
        this.statements = statements;
        this.emptiness = emptiness;
    }

    Map<TransferId, DataTypeResult> preview(TypeProgram program, List<Handover> handovers) {
        var pipeline = statements.pipeline();
        var before = RowCounts.of(program, handovers, pipeline);
        var verdicts = emptiness.verdicts(program.type(), handovers, before::get, pipeline);
        var forecasts = new LinkedHashMap<TransferId, Forecast>();
        handovers.forEach(h -> forecasts.put(
                h.transfer(), new Forecast(before.get(h.transfer()), verdicts.get(h.transfer()))));
        var preview = program.preview();
        for (var rule : preview.rules()) {
            pipeline.later(rule.find(), handovers, Forecast.Decided::read, found ->
                    found.forEach(decided -> forecasts.get(decided.transfer()).add(rule.rule(), decided)));
        }
        count(preview.overwritten(), handovers, pipeline, forecasts, Forecast::overwritten);
        count(preview.takenAlong(), handovers, pipeline, forecasts, Forecast::takenAlong);
        pipeline.flush();
        preview.flags().forEach(flagging -> flag(flagging, handovers, pipeline, forecasts));
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        forecasts.forEach((transfer, forecast) -> results.put(transfer, forecast.result(program)));
        return results;
    }

    private static void count(
            Optional<String> sql,
            List<Handover> handovers,
            Pipeline pipeline,
            Map<TransferId, Forecast> forecasts,
            ObjLongConsumer<Forecast> then) {
        sql.ifPresent(s -> pipeline.later(s, handovers, Found::read, all ->
                all.forEach(found -> then.accept(forecasts.get(found.transfer), found.number))));
    }

    private record Found(TransferId transfer, long number) {

        static Found read(ResultSet row, int n) throws SQLException {
            return new Found(TransferId.of(row.getString("transfer_id")), row.getLong("found"));
        }
    }

    private static void flag(
            Flagging flagging, List<Handover> handovers, Pipeline pipeline, Map<TransferId, Forecast> forecasts) {
        switch (flagging.flag()) {
            case FlagRule.SameUser same ->
                pipeline.now(flagging.find().orElseThrow(), handovers, FlagSql.FLAGGED).forEach(found -> forecasts
                        .get(found.transfer())
                        .flag(same.name(), found.rows(), found.examples()));
            case FlagRule.Replaced replaced ->
                forecasts.values().forEach(f -> f.flag(replaced.name(), f.removedByOverwriting(), List.of()));
            case FlagRule.Gained gained ->
                forecasts.values().forEach(f -> f.flag(gained.name(), f.tally().moved(), List.of()));
        }
    }
}
