package org.userdatatransfer.worker.saga;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;

/**
 * The product's database in the simulation, and what a worker does in one transaction of it: who owns each row of each
 * type, the ledger of what was moved, and the fence. Rows of a large type are moved and taken back a few at a time.
 */
final class SimulatedProduct {

    private static final int ROWS = 6;

    private final Map<DataTypeName, int[]> owners = new HashMap<>();
    private final Map<DataTypeName, int[]> initialOwners = new HashMap<>();
    private final Map<DataTypeName, Integer> rowsPerSlice = new HashMap<>();
    private final Map<MemoryFence.Key, Set<Integer>> ledger = new HashMap<>();
    private final MemoryFence fence = new MemoryFence();
    private final Fortune fortune;
    private boolean isVerifyUnfenced;
    private boolean isSliceUnfenced;

    /** @param users who may own rows in the beginning */
    SimulatedProduct(List<PlannedType> plan, int[] users, Fortune fortune) {
        this.fortune = fortune;
        for (var type : plan) {
            var rows = fortune.someBelow(users.length, ROWS).map(i -> users[i]).toArray();
            owners.put(type.name(), rows);
            initialOwners.put(type.name(), rows.clone());
            rowsPerSlice.put(type.name(), fortune.below(3) == 0 ? 1 : ROWS);
        }
    }

    /** A mistake made on purpose: rounds of VERIFY act as often as they are delivered. */
    void verifyUnfenced() {
        isVerifyUnfenced = true;
    }

    /** A mistake made on purpose: within an epoch the fence does not tell one slice from another. */
    void sliceUnfenced() {
        isSliceUnfenced = true;
    }

    /** One transaction. What it has to say, also of one that came before and did the same. */
    Optional<SubTaskReport> carryOut(SubTask subTask) {
        if (fortune.happens(20)) {
            return Optional.of(SubTaskReport.of(subTask, subTask.dataTypes().stream()
                    .map(type -> result(type, DataTypeOutcome.DEFERRED, 0))
                    .toList()));
        }
        if (!isReady(subTask)) {
            return Optional.of(held(subTask));
        }
        return subTask.action() == SubTaskAction.VERIFY ? verify(subTask) : transferOrRestore(subTask);
    }

    /** Whether all that comes before it is through. A VERIFY that came along with its types only looks, besides. */
    private boolean isReady(SubTask subTask) {
        var isThrough = subTask.after().stream()
                .map(type -> fence.said(new MemoryFence.Key(subTask.transferId(), type)))
                .allMatch(said -> said.filter(s -> s.epoch() == subTask.epoch()
                                && s.result().outcome() == DataTypeOutcome.DONE)
                        .isPresent());
        return isThrough
                && (!subTask.isFirstLook()
                        || subTask.dataTypes().stream().noneMatch(type -> isLate(subTask, type)));
    }

    private static SubTaskReport held(SubTask subTask) {
        return SubTaskReport.of(subTask, subTask.dataTypes().stream()
                .map(type -> result(type, DataTypeOutcome.HELD, 0))
                .toList());
    }

    private Optional<SubTaskReport> transferOrRestore(SubTask subTask) {
        var key = MemoryFence.Key.of(subTask);
        if (fence.pass(key, subTask) || isSliceUnfenced && isOfTheEpochThatPassed(key, subTask)) {
            fence.settle(
                    key,
                    fortune.happens(60) ? result(subTask.dataType(), DataTypeOutcome.FAILED, 0) : act(subTask, key));
        }
        return fence.said(key)
                .filter(said -> said.epoch() == subTask.epoch() && said.step() < SubTask.FIRST_VERIFY_STEP)
                .map(said -> SubTaskReport.of(subTask, said.step(), List.of(said.result())));
    }

    private boolean isOfTheEpochThatPassed(MemoryFence.Key key, SubTask subTask) {
        return subTask.isSlice()
                && fence.said(key).filter(said -> said.epoch() == subTask.epoch()).isPresent();
    }

    private DataTypeResult act(SubTask subTask, MemoryFence.Key key) {
        var atMost = rowsPerSlice.get(key.type());
        return subTask.action() == SubTaskAction.TRANSFER
                ? transfer(subTask, key, atMost)
                : restore(subTask, key, atMost);
    }

    /**
     * Moves what has come late, once per round. Also a round that finds nothing must pass a fence of its own: delivered
     * again after the transfer is completed, it would move what another transfer has given to the source since.
     */
    private Optional<SubTaskReport> verify(SubTask subTask) {
        var round = MemoryFence.Key.of(subTask);
        if (fence.pass(round, subTask) || isVerifyUnfenced) {
            for (var type : subTask.dataTypes()) {
                var key = new MemoryFence.Key(subTask.transferId(), type);
                if (isLate(subTask, type) && fence.pass(key, subTask)) {
                    fence.settle(key, transfer(subTask, key, ROWS));
                }
            }
            fence.settle(round, result(round.type(), DataTypeOutcome.DONE, 0));
        }
        return saidIn(subTask, round).map(said -> SubTaskReport.of(subTask, said.step(), lateResults(subTask)));
    }

    private boolean isLate(SubTask subTask, DataTypeName type) {
        return Arrays.stream(owners.get(type)).anyMatch(owner -> owner == SimulatedUsers.source(subTask));
    }

    private List<DataTypeResult> lateResults(SubTask subTask) {
        return subTask.dataTypes().stream()
                .flatMap(type -> saidIn(subTask, new MemoryFence.Key(subTask.transferId(), type)).stream())
                .map(FenceContract.Answer::result)
                .toList();
    }

    private Optional<FenceContract.Answer> saidIn(SubTask round, MemoryFence.Key key) {
        return fence.said(key).filter(said -> said.epoch() == round.epoch() && said.step() == round.step());
    }

    private DataTypeResult transfer(SubTask subTask, MemoryFence.Key key, int atMost) {
        var rows = owners.get(key.type());
        var ledgered = ledger.computeIfAbsent(key, k -> new HashSet<>());
        var moved = 0;
        for (int row = 0; row < rows.length && moved < atMost; row++) {
            if (rows[row] == SimulatedUsers.source(subTask)) {
                rows[row] = SimulatedUsers.target(subTask);
                ledgered.add(row);
                moved++;
            }
        }
        return result(key.type(), goesOn(isLate(subTask, key.type())), moved);
    }

    private DataTypeResult restore(SubTask subTask, MemoryFence.Key key, int atMost) {
        var rows = owners.get(key.type());
        var ledgered = ledger.getOrDefault(key, Set.of());
        var restored = new ArrayList<>(ledgered).subList(0, Math.min(atMost, ledgered.size()));
        for (int row : restored) {
            if (rows[row] != SimulatedUsers.target(subTask)) {
                throw new IllegalStateException("Row %d of %s has moved on before transfer %s was taken back"
                        .formatted(row, key.type(), key.transfer()));
            }
            rows[row] = SimulatedUsers.source(subTask);
        }
        List.copyOf(restored).forEach(ledgered::remove);
        return result(key.type(), goesOn(!ledgered.isEmpty()), restored.size());
    }

    private static DataTypeOutcome goesOn(boolean isMore) {
        return isMore ? DataTypeOutcome.IN_PROGRESS : DataTypeOutcome.DONE;
    }

    private static DataTypeResult result(DataTypeName type, DataTypeOutcome outcome, long moved) {
        return Story.result(type.value(), outcome, Story.moved(moved));
    }

    Map<DataTypeName, int[]> rows() {
        return owners;
    }

    /** As it all began. */
    Map<DataTypeName, int[]> initialRows() {
        var rows = new HashMap<DataTypeName, int[]>();
        initialOwners.forEach((type, owner) -> rows.put(type, owner.clone()));
        return rows;
    }
}
