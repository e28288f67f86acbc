package org.userdatatransfer.worker.subtask;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.userdatatransfer.worker.directory.ProductUsers;
import org.userdatatransfer.worker.directory.ProductUsers.Known;
import org.userdatatransfer.worker.directory.ProductUsers.Who;
import org.userdatatransfer.worker.engine.Pair;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** Who the users of a batch are in the product, looked up once. */
record Identities(Map<Who, Known> known) {

    static Identities of(Collection<SubTask> batch, ProductUsers users) {
        var who = new HashSet<Who>();
        for (var subTask : batch) {
            who.add(new Who(subTask.tenant(), subTask.source()));
            who.add(new Who(subTask.tenant(), subTask.target()));
        }
        return new Identities(users.find(who));
    }

    Optional<String> id(SubTask subTask, UserId user) {
        return Optional.ofNullable(known.get(new Who(subTask.tenant(), user))).flatMap(Known::id);
    }

    /** The two users of a command, if the product knows both. */
    Optional<Pair> pair(SubTask subTask) {
        return id(subTask, subTask.source())
                .flatMap(source -> id(subTask, subTask.target())
                        .map(target -> pair(subTask, subTask.epoch(), source, target)));
    }

    /** The two users of a command as somebody else knows them. */
    static Pair pair(SubTask subTask, int epoch, String source, String target) {
        return new Pair(
                subTask.transferId(),
                epoch,
                source,
                target,
                subTask.source().value(),
                subTask.whenSourceEmpty() == WhenSourceEmpty.WIPE_TARGET);
    }
}
