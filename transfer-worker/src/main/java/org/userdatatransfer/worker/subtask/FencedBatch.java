package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.products.LedgerPartitions;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * A batch of one product's sub-tasks within one transaction: fence, rows, ledger, reports; where some come after
 * others, one after the other. Types run in the order of the catalogue (compensations backwards), each for all its
 * transfers at once.
 */
final class FencedBatch {

    private final Catalogue catalogue;
    private final TransferEngine engine;
    private final ProductUsers users;
    private final SubTaskFence fence;
    private final LedgerPartitions ledger;

    FencedBatch(Catalogue catalogue, TransferEngine engine, ProductUsers users, JdbcClient jdbc) {
        this.catalogue = catalogue;
        this.engine = engine;
        this.users = users;
        this.fence = new SubTaskFence(jdbc);
        this.ledger = new LedgerPartitions(jdbc);
    }

    /** The users of a batch as the product knows them now. */
    Map<SuiteUser, ProductUser> users(List<SubTask> batch) {
        return users.find(Identities.users(batch));
    }

    /**
     * @param known the users, as they were found before the first transaction
     * @return one report per sub-task that has anything to say, in the order in which they were done
     * @throws SharedPersonException if the batch is to be halved
     */
    List<SubTaskReport> run(List<SubTask> batch, Map<SuiteUser, ProductUser> known) {
        var types = types(batch);
        var identities = new Identities(known, fence.begun(batch, types));
        identities.refuseShared(batch);
        var verifying = new VerifyAct(engine, identities, fence);
        var waiting = new ReadySubTasks(fence, batch);
        var reports = new ArrayList<SubTaskReport>();
        for (var ready = waiting.next(); !ready.isEmpty(); ready = waiting.next()) {
            var late = verifying.withLateRows(ready);
            late.forEach(verification -> reports.add(held(verification)));
            var said = act(ready.stream().filter(s -> !late.contains(s)).toList(), types, identities, verifying);
            waiting.done(said);
            reports.addAll(said);
        }
        waiting.notReady().forEach(subTask -> reports.add(held(subTask)));
        return reports;
    }

    private List<DataType> types(List<SubTask> batch) {
        return catalogue.types(batch.getFirst().product());
    }

    private static SubTaskReport held(SubTask subTask) {
        return Reporting.ofAll(subTask, DataTypeResult::held);
    }

    private List<SubTaskReport> act(
            List<SubTask> ready, List<DataType> types, Identities identities, VerifyAct verifying) {
        if (ready.isEmpty()) {
            return List.of();
        }
        var claims = Claims.of(ready);
        var passages = fence.pass(claims.byKey());
        var settled = new TreeMap<FenceKey, Settlement>();

        var transfers = claims.passed(SubTaskAction.TRANSFER, passages.keySet());
        var ordered = new LinkedHashMap<DataTypeName, List<SubTask>>();
        inOrder(transfers.keySet()).forEach(type -> ordered.put(type.name(), transfers.get(type.name())));
        settled.putAll(new TransferAct(engine, identities, passages).act(ordered));

        var compensations = claims.passed(SubTaskAction.COMPENSATE, passages.keySet());
        if (!compensations.isEmpty()) {
            var compensating = new CompensateAct(engine, ledger.since(), passages);
            inOrder(compensations.keySet())
                    .reversed()
                    .forEach(type -> settled.putAll(compensating.act(type.name(), compensations.get(type.name()))));
        }

        settled.putAll(verifying.act(claims.passedVerifications(passages.keySet()), types));

        passages.values().stream()
                .filter(passage -> !settled.containsKey(passage.key()))
                .forEach(passage -> settled.put(passage.key(), notInCatalogue(passage)));
        fence.settle(settled);
        return reports(ready, claims, settled);
    }

    /** The data type has been taken out of the catalogue while a transfer of it could still run or be undone. */
    private Settlement notInCatalogue(Passage passage) {
        var type = passage.key().type();
        if (!inOrder(List.of(type)).isEmpty()) {
            throw new IllegalStateException("Data type %s passed the fence and was not settled".formatted(type));
        }
        return Settlement.unchanged(
                DataTypeResult.failed(
                        type,
                        ReasonCode.NOT_IN_CATALOGUE,
                        "Data type '%s' is not in the catalogue any more; put it back until this transfer has ended"
                                .formatted(type)),
                passage);
    }

    /**
     * Keeps a failure on the fence and reports it; if something newer has passed meanwhile, reports that. A VERIFY that
     * came along with its data types fails nothing: it is asked again.
     */
    List<SubTaskReport> fail(SubTask subTask, Function<DataTypeName, DataTypeResult> failure) {
        if (subTask.isFirstLook()) {
            return List.of(held(subTask));
        }
        var claims = Claims.ofAll(subTask);
        var settled = new TreeMap<FenceKey, Settlement>();
        fence.pass(claims.byKey())
                .forEach((key, passage) ->
                        settled.put(key, Settlement.unchanged(failure.apply(key.type()), passage)));
        fence.settle(settled);
        return reports(List.of(subTask), claims, settled);
    }

    /** Decides and changes nothing: there is nothing to fence. */
    List<SubTaskReport> preview(List<SubTask> batch) {
        return new PreviewAct(engine, new Identities(users(batch), Map.of())).act(batch);
    }

    private List<DataType> inOrder(Collection<DataTypeName> names) {
        return catalogue.types().stream().filter(t -> names.contains(t.name())).toList();
    }

    private List<SubTaskReport> reports(List<SubTask> batch, Claims claims, SortedMap<FenceKey, Settlement> settled) {
        return Reporting.of(fence, batch, claims, settled).reports(batch);
    }
}
