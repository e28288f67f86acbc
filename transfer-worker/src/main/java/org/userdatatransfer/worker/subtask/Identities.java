package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.directory.ProductUsers.ProductUser;
import org.userdatatransfer.worker.directory.ProductUsers.SuiteUser;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * Who the users of one transaction's sub-tasks are in the product.
 *
 * @param known as the product knew them before the first transaction of their batch
 * @param begun as transfers found them that have moved something already: what is left of a transfer is done with the
 *     same two, though an account may have been taken away or given to somebody else since
 */
record Identities(Map<SuiteUser, ProductUser> known, Map<TransferId, PinnedUsers> begun) {

    /**
     * The two users a transfer began with.
     *
     * @param epoch the epoch they were found in; a command of another epoch looks the users up anew
     */
    record PinnedUsers(int epoch, String source, String target) {}

    /** The sources and targets of a batch. */
    static Set<SuiteUser> users(Collection<SubTask> batch) {
        var users = new HashSet<SuiteUser>();
        for (var subTask : batch) {
            users.add(new SuiteUser(subTask.tenant(), subTask.source()));
            users.add(new SuiteUser(subTask.tenant(), subTask.target()));
        }
        return users;
    }

    /** Whether the transfer of a command has moved something in an earlier transaction of the same epoch. */
    boolean hasBegun(SubTask subTask) {
        return begun(subTask).isPresent();
    }

    private Optional<PinnedUsers> begun(SubTask subTask) {
        return Optional.ofNullable(begun.get(subTask.transferId())).filter(users -> users.epoch() == subTask.epoch());
    }

    /**
     * Several suite users may be one person of the product; but one statement cannot serve two transfers that share
     * one.
     *
     * @throws SharedPersonException if the batch is to be halved
     */
    void refuseShared(Collection<SubTask> batch) {
        var owners = new HashMap<String, TransferId>();
        for (var subTask : batch) {
            for (var user :
                    handover(subTask).map(h -> List.of(h.source(), h.target())).orElse(List.of())) {
                var owner = owners.putIfAbsent(user, subTask.transferId());
                if (owner != null && !owner.equals(subTask.transferId())) {
                    throw new SharedPersonException("Transfers %s and %s are about one person %s of %s"
                            .formatted(owner, subTask.transferId(), user, subTask.product()));
                }
            }
        }
    }

    Optional<String> id(SubTask subTask, UserId user) {
        return Optional.ofNullable(known.get(new SuiteUser(subTask.tenant(), user))).flatMap(ProductUser::id);
    }

    /** The two users of a command, if the product knows both. */
    Optional<Handover> handover(SubTask subTask) {
        return begun(subTask)
                .map(users -> handover(subTask, subTask.epoch(), users.source(), users.target()))
                .or(() -> id(subTask, subTask.source())
                        .flatMap(source -> id(subTask, subTask.target())
                                .map(target -> handover(subTask, subTask.epoch(), source, target))));
    }

    /** The two users of a command as somebody else knows them. */
    static Handover handover(SubTask subTask, int epoch, String source, String target) {
        return new Handover(
                subTask.transferId(),
                epoch,
                source,
                target,
                subTask.source().value(),
                subTask.whenSourceEmpty() == WhenSourceEmpty.WIPE_TARGET);
    }
}
