package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.engine.program.TableProgram;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/** Moves the rows of data types for batches of transfers, within the caller's transaction. */
final class TransferRows {

    private final Statements statements;
    private final GroupEmptiness emptiness;
    private final SlicedTransfer slices;
    private final Succession succession;
    private final EngineSettings settings;

    TransferRows(
            Statements statements,
            GroupEmptiness emptiness,
            SlicedTransfer slices,
            Succession succession,
            EngineSettings settings) {
        this.statements = statements;
        this.emptiness = emptiness;
        this.slices = slices;
        this.succession = succession;
        this.settings = settings;
    }

    /** A data type whose statements are on their way: what becomes of whom, once they have run. */
    private record Started(TypeRun run, List<Handover> putOff) {

        Map<TransferId, Progress> progress() {
            var progress = new LinkedHashMap<>(run.progress());
            putOff.forEach(handover -> progress.put(handover.transfer(), Progress.NotBegun.of(run.type().name())));
            return progress;
        }
    }

    /**
     * Does data types, one after the other, for all their handovers but those for which they are large: others wait in
     * the same queue.
     *
     * @throws RowsWithheldException if rows were lost or held back, naming the transfer
     */
    Map<DataTypeName, Map<TransferId, Progress>> transfer(SequencedMap<TypeProgram, List<Handover>> work) {
        var pipeline = statements.pipeline();
        succession.awaitUndo(work.keySet(), pipeline);
        var started = new ArrayList<Started>();
        work.forEach((program, handovers) -> started.add(start(program, handovers, pipeline)));
        pipeline.flush();
        return started.stream().collect(Collectors.toMap(s -> s.run().type().name(), Started::progress));
    }

    private Started start(TypeProgram program, List<Handover> handovers, Pipeline pipeline) {
        var before = RowCounts.glance(program, handovers, pipeline);
        var verdicts = emptiness.verdicts(program.type(), handovers, before::get, pipeline);
        var bySmall = handovers.stream().collect(Collectors.partitioningBy(handover -> {
            var counts = before.get(handover.transfer());
            return !RowCounts.isTooMuch(counts, settings) && !slices.isLarge(counts, verdicts.get(handover.transfer()));
        }));
        succession.remember(program.type(), bySmall.get(true), pipeline);
        return new Started(
                run(program, program.tables(), bySmall.get(true), before, verdicts, pipeline), bySmall.get(false));
    }

    /** Begins, in a transaction of its own, with a data type that was put off. */
    Progress begin(TypeProgram program, Handover handover) {
        var pipeline = statements.pipeline();
        var handovers = List.of(handover);
        succession.awaitUndo(List.of(program), pipeline);
        var before = RowCounts.of(program, handovers, pipeline);
        var verdicts = emptiness.verdicts(program.type(), handovers, before::get, pipeline);
        succession.remember(program.type(), handovers, pipeline);
        return slices.begin(
                program, handover, before.get(handover.transfer()), verdicts.get(handover.transfer()), pipeline);
    }

    /**
     * The next slice. Until the last one is done, others may archive rows that name the source: it took over from then
     * on.
     */
    Progress next(TypeProgram program, Handover handover, Progress.Transferring last) {
        succession.awaitUndo(List.of(program));
        var progress = slices.next(program, handover, last);
        if (!progress.goesOn()) {
            var pipeline = statements.pipeline();
            succession.remember(program.type(), List.of(handover), pipeline);
            pipeline.flush();
        }
        return progress;
    }

    /** Moves rows that came late, after the data type was done: nothing of the target's is removed. */
    Map<TransferId, DataTypeResult> late(TypeProgram program, List<Handover> handovers) {
        var pipeline = statements.pipeline();
        succession.awaitUndo(List.of(program), pipeline);
        var before = RowCounts.of(program, handovers, pipeline);
        var verdicts = handovers.stream().collect(Collectors.toMap(Handover::transfer, h -> Verdict.MOVE));
        var run = run(program, program.late(), handovers, before, verdicts, pipeline);
        pipeline.flush();
        return run.results();
    }

    private static TypeRun run(
            TypeProgram program,
            List<TableProgram> tables,
            List<Handover> handovers,
            Map<TransferId, Counts> before,
            Map<TransferId, Verdict> verdicts,
            Pipeline pipeline) {
        var run = new TypeRun(pipeline, Accounts.opened(program, handovers, before, verdicts), handovers);
        for (var table : tables) {
            run.resolve(table);
            table.removals().forEach(run::remove);
            run.move(table);
        }
        run.count();
        return run;
    }
}
