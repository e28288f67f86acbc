package org.userdatatransfer.worker.subtask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.directory.ProductUsers.Who;
import org.userdatatransfer.worker.engine.Pair;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.subtask.SubTaskFence.Settlement;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * A batch of one product's sub-tasks within one transaction: fence, rows, ledger, reports. Types run in the order of the
 * catalogue (compensations backwards), each for all its transfers at once.
 */
public final class FencedBatch {

    private final Catalogue catalogue;
    private final TransferEngine engine;
    private final ProductUsers users;
    private final SubTaskFence fence;

    public FencedBatch(Catalogue catalogue, TransferEngine engine, ProductUsers users, org.springframework.jdbc.core.simple.JdbcClient jdbc) {
        this.catalogue = catalogue;
        this.engine = engine;
        this.users = users;
        this.fence = new SubTaskFence(jdbc);
    }

    /** @return one report per sub-task that has anything to say, in the batch's order */
    List<SubTaskReport> run(List<SubTask> batch) {
        return new Run(batch).run();
    }

    /** Keeps a failure on the fence and reports it, unless something newer has passed. */
    SubTaskReport fail(SubTask subTask, Function<DataTypeName, DataTypeResult> failure) {
        var claims = new TreeMap<FenceKey, SubTask>();
        subTask.dataTypes().forEach(type -> claims.put(new FenceKey(subTask.transferId(), type), subTask));
        var passed = fence.pass(claims);
        var settlements = new TreeMap<FenceKey, Settlement>();
        passed.forEach((key, p) -> settlements.put(
                key, new Settlement(failure.apply(key.type()), p.appliedEpoch(), p.source(), p.target())));
        fence.settle(settlements);
        return report(subTask, subTask.dataTypes().stream().map(failure).toList());
    }

    private static SubTaskReport report(SubTask subTask, List<DataTypeResult> results) {
        return new SubTaskReport(
                subTask.transferId(), subTask.epoch(), subTask.action(), subTask.step(), subTask.product(), results);
    }

    private final class Run {

        private final List<SubTask> batch;
        private final SortedMap<FenceKey, Settlement> settlements = new TreeMap<>();
        private Map<Who, ProductUsers.Known> known = Map.of();

        private Run(List<SubTask> batch) {
            this.batch = batch;
        }

        private List<SubTaskReport> run() {
            var claims = claims();
            var passed = fence.pass(claims);
            lookUpUsers();
            var work = new TreeMap<SubTaskAction, Map<DataTypeName, List<SubTask>>>();
            passed.keySet().forEach(key -> work.computeIfAbsent(
                            claims.get(key).action(), a -> new HashMap<>())
                    .computeIfAbsent(key.type(), t -> new ArrayList<>())
                    .add(claims.get(key)));
            forward(work.getOrDefault(SubTaskAction.TRANSFER, Map.of()), passed);
            backward(work.getOrDefault(SubTaskAction.COMPENSATE, Map.of()), passed);
            verify(batch.stream().filter(s -> s.action() == SubTaskAction.VERIFY).toList());
            fence.settle(settlements);
            return reports(claims.keySet());
        }

        /** The newest command for each row of the fence; VERIFY claims one only if it finds something. */
        private SortedMap<FenceKey, SubTask> claims() {
            var claims = new TreeMap<FenceKey, SubTask>();
            for (var subTask : batch) {
                if (subTask.action() == SubTaskAction.TRANSFER || subTask.action() == SubTaskAction.COMPENSATE) {
                    claims.merge(
                            new FenceKey(subTask.transferId(), subTask.dataType()),
                            subTask,
                            java.util.function.BinaryOperator.maxBy(
                                    Comparator.comparingInt(SubTask::epoch).thenComparingInt(SubTask::step)));
                }
            }
            return claims;
        }

        private void lookUpUsers() {
            var who = new HashSet<Who>();
            for (var subTask : batch) {
                who.add(new Who(subTask.tenant(), subTask.source()));
                who.add(new Who(subTask.tenant(), subTask.target()));
            }
            known = users.find(who);
        }

        private Optional<Pair> pair(SubTask subTask) {
            var source = id(subTask, subTask.source());
            var target = id(subTask, subTask.target());
            return source.flatMap(s -> target.map(t -> new Pair(
                    subTask.transferId(),
                    subTask.epoch(),
                    s,
                    t,
                    subTask.source().value(),
                    subTask.whenSourceEmpty() == WhenSourceEmpty.WIPE_TARGET)));
        }

        private Optional<String> id(SubTask subTask, org.userdatatransfer.worker.transfer.UserId user) {
            return Optional.ofNullable(known.get(new Who(subTask.tenant(), user)))
                    .flatMap(ProductUsers.Known::id);
        }

        private void forward(Map<DataTypeName, List<SubTask>> work, Map<FenceKey, Passage> passed) {
            for (var type : inOrder(work.keySet())) {
                var pairs = new ArrayList<Pair>();
                for (var subTask : work.get(type.name())) {
                    if (!engine.knows(type.name())) {
                        settle(subTask, type, absent(type), Optional.empty(), Optional.empty());
                    } else {
                        pair(subTask)
                                .ifPresentOrElse(
                                        pairs::add,
                                        () -> settle(subTask, type, vanished(type, subTask), Optional.empty(), Optional.empty()));
                    }
                }
                if (!pairs.isEmpty()) {
                    var results = engine.transfer(type.name(), pairs);
                    pairs.forEach(p -> settlements.put(
                            new FenceKey(p.transfer(), type.name()),
                            new Settlement(
                                    results.get(p.transfer()),
                                    Optional.of(p.epoch()),
                                    Optional.of(p.source()),
                                    Optional.of(p.target()))));
                }
            }
        }

        private void backward(Map<DataTypeName, List<SubTask>> work, Map<FenceKey, Passage> passed) {
            for (var type : inOrder(work.keySet()).reversed()) {
                var pairs = new ArrayList<Pair>();
                for (var subTask : work.get(type.name())) {
                    var passage = passed.get(new FenceKey(subTask.transferId(), type.name()));
                    if (passage.appliedEpoch().isPresent() && passage.source().isPresent()) {
                        pairs.add(new Pair(
                                subTask.transferId(),
                                passage.appliedEpoch().get(),
                                passage.source().get(),
                                passage.target().orElseThrow(),
                                subTask.source().value(),
                                false));
                    } else {
                        settle(
                                subTask,
                                type,
                                Failures.skipped(type.name(), "NOTHING_TO_RESTORE", "Nothing of it took effect"),
                                Optional.empty(),
                                Optional.empty());
                    }
                }
                if (!pairs.isEmpty()) {
                    var results = engine.undo(type.name(), pairs);
                    pairs.forEach(p -> settlements.put(
                            new FenceKey(p.transfer(), type.name()),
                            new Settlement(
                                    results.get(p.transfer()),
                                    Optional.empty(),
                                    Optional.of(p.source()),
                                    Optional.of(p.target()))));
                }
            }
        }

        /** Counts without claiming; only a type with late rows passes the fence, and is moved. */
        private void verify(List<SubTask> subTasks) {
            var pairs = new LinkedHashMap<Pair, SubTask>();
            subTasks.forEach(s -> pair(s).ifPresent(p -> pairs.put(p, s)));
            if (pairs.isEmpty()) {
                return;
            }
            var remaining = engine.remaining(List.copyOf(pairs.keySet()));
            var late = new TreeMap<FenceKey, SubTask>();
            pairs.forEach((pair, subTask) -> remaining.getOrDefault(pair.transfer(), Map.of()).keySet().stream()
                    .filter(subTask.dataTypes()::contains)
                    .forEach(type -> late.put(new FenceKey(pair.transfer(), type), subTask)));
            if (late.isEmpty()) {
                return;
            }
            var passed = fence.pass(late);
            for (var type : inOrder(late.keySet().stream().map(FenceKey::type).toList())) {
                var concerned = pairs.keySet().stream()
                        .filter(p -> passed.containsKey(new FenceKey(p.transfer(), type.name())))
                        .toList();
                if (!concerned.isEmpty()) {
                    var results = engine.late(type.name(), concerned);
                    concerned.forEach(p -> settlements.put(
                            new FenceKey(p.transfer(), type.name()),
                            new Settlement(
                                    results.get(p.transfer()),
                                    Optional.of(p.epoch()),
                                    Optional.of(p.source()),
                                    Optional.of(p.target()))));
                }
            }
        }

        private void settle(
                SubTask subTask,
                DataType type,
                DataTypeResult result,
                Optional<String> source,
                Optional<String> target) {
            settlements.put(
                    new FenceKey(subTask.transferId(), type.name()),
                    new Settlement(result, Optional.empty(), source, target));
        }

        private List<DataType> inOrder(Collection<DataTypeName> names) {
            return catalogue.types().stream()
                    .filter(t -> names.contains(t.name()))
                    .toList();
        }

        private DataTypeResult absent(DataType type) {
            return Failures.skipped(
                    type.name(), "TABLE_ABSENT", "The optional data type's tables are not in this database");
        }

        private DataTypeResult vanished(DataType type, SubTask subTask) {
            return id(subTask, subTask.source()).isEmpty()
                    ? Failures.skipped(type.name(), "NOT_IN_PRODUCT", "User '%s' is not in %s".formatted(subTask.source(), subTask.product()))
                    : Failures.failed(
                            type.name(),
                            "TARGET_NOT_IN_PRODUCT",
                            "User '%s' is not in %s".formatted(subTask.target(), subTask.product()));
        }

        /** What was settled now; for whoever did not pass, what was said before. */
        private List<SubTaskReport> reports(Collection<FenceKey> claimed) {
            var asked = new HashSet<>(claimed);
            batch.stream()
                    .filter(s -> s.action() == SubTaskAction.VERIFY)
                    .forEach(s -> s.dataTypes().forEach(t -> asked.add(new FenceKey(s.transferId(), t))));
            asked.removeAll(settlements.keySet());
            var said = fence.said(asked);
            var reports = new ArrayList<SubTaskReport>();
            for (var subTask : batch) {
                var results = new ArrayList<DataTypeResult>();
                for (var type : subTask.dataTypes()) {
                    var key = new FenceKey(subTask.transferId(), type);
                    var now = settlements.get(key);
                    var before = said.get(key);
                    if (now != null) {
                        results.add(now.result());
                    } else if (before != null
                            && before.epoch() == subTask.epoch()
                            && before.step() == subTask.step()) {
                        results.add(before.result());
                    }
                }
                if (!results.isEmpty() || subTask.action() == SubTaskAction.VERIFY) {
                    reports.add(report(subTask, results));
                }
            }
            return reports;
        }
    }
}
