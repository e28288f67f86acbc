package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.saga.Transition;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;

/** What the events of one transaction have made of its sagas, and what they want done, in the order of the events. */
final class Decisions {

    /** Something a saga wants done. */
    record Wanted(TransferId transferId, SagaCommand command) {}

    private final LoadedSagas loaded;
    private final SagaPolicy policy;
    private final Map<TransferId, Saga> changed = new LinkedHashMap<>();
    private final Set<TransferId> opened = new HashSet<>();
    private final Map<TransferId, TransferControl> earlyCancels = new HashMap<>();
    private final List<Wanted> wanted = new ArrayList<>();

    Decisions(LoadedSagas loaded, SagaPolicy policy) {
        this.loaded = loaded;
        this.policy = policy;
    }

    Instant now() {
        return loaded.now();
    }

    Optional<Saga> saga(TransferId id) {
        return Optional.ofNullable(changed.get(id)).or(() -> loaded.find(id).flatMap(LoadedSaga::saga));
    }

    Optional<TransferControl> earlyCancel(TransferId id) {
        return Optional.ofNullable(earlyCancels.get(id)).or(() -> loaded.find(id).flatMap(LoadedSaga::earlyCancel));
    }

    void open(Transition first) {
        opened.add(first.saga().id());
        add(first);
    }

    /** Applies to a saga what has happened to it. */
    void apply(Saga saga, SagaEvent event) {
        var transition = saga.on(event, loaded.now(), policy);
        if (transition.saga() != saga || !transition.commands().isEmpty()) {
            add(transition);
        }
    }

    void rememberCancel(TransferControl cancel) {
        earlyCancels.putIfAbsent(cancel.transferId(), cancel);
    }

    /** Wants something of a saga that stays what it is. */
    void want(Saga saga, SagaCommand command) {
        add(new Transition(saga, List.of(command)));
    }

    /** Has a saga saved, though nothing may have happened to it. */
    void touch(Saga saga) {
        changed.putIfAbsent(saga.id(), saga);
    }

    private void add(Transition transition) {
        var saga = transition.saga();
        changed.put(saga.id(), saga);
        transition.commands().forEach(command -> wanted.add(new Wanted(saga.id(), command)));
    }

    List<Saga> changed() {
        return List.copyOf(changed.values());
    }

    boolean isNew(Saga saga) {
        return opened.contains(saga.id());
    }

    /** Those whose request has not been seen in the same moment. */
    List<TransferControl> earlyCancels() {
        return earlyCancels.values().stream()
                .filter(cancel -> saga(cancel.transferId()).isEmpty())
                .toList();
    }

    List<Wanted> wanted() {
        return List.copyOf(wanted);
    }
}
