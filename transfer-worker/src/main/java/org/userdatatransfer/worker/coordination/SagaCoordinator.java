package org.userdatatransfer.worker.coordination;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;

/** Folds what came in over the topics into the sagas it concerns: a whole batch in one transaction. */
public final class SagaCoordinator {

    private static final Logger LOG = LoggerFactory.getLogger(SagaCoordinator.class);

    private final TransactionOperations transaction;
    private final SagaStore store;
    private final DecisionWriter writer;
    private final TransferPlanner planner;
    private final SagaPolicy policy;
    private final Runnable wakePromotion;

    SagaCoordinator(
            TransactionOperations transaction,
            SagaStore store,
            DecisionWriter writer,
            TransferPlanner planner,
            SagaPolicy policy,
            Runnable wakePromotion) {
        this.transaction = transaction;
        this.store = store;
        this.writer = writer;
        this.planner = planner;
        this.policy = policy;
        this.wakePromotion = wakePromotion;
    }

    /** Handles all of it or, when it throws, none of it. Handling an input again changes nothing. */
    public void handle(List<SagaInput> batch) {
        if (batch.isEmpty()) {
            return;
        }
        var ticketsCalled = transaction.execute(status -> fold(batch));
        if (Objects.requireNonNull(ticketsCalled)) {
            wakePromotion.run();
        }
    }

    private boolean fold(List<SagaInput> batch) {
        var ids = new TreeSet<TransferId>();
        var mayBeNew = new LinkedHashSet<TransferId>();
        var toBeUndone = new HashSet<TransferId>();
        for (var input : batch) {
            ids.add(input.transferId());
            switch (input) {
                case SagaInput.Requested requested -> mayBeNew.add(requested.transferId());
                case SagaInput.Controlled controlled -> {
                    switch (controlled.control().action()) {
                        case CANCEL -> mayBeNew.add(controlled.transferId());
                        case UNDO -> toBeUndone.add(controlled.transferId());
                        case REPLAY, ACCEPT -> {}
                    }
                }
                case SagaInput.Reported reported -> {}
            }
        }
        store.makeRoom(mayBeNew);
        var decisions = new Decisions(store.lock(ids), policy);
        var laterTransfers = store.laterTransfers(toBeUndone);
        for (var input : batch) {
            fold(decisions, input, laterTransfers);
        }
        return writer.write(decisions);
    }

    private void fold(Decisions decisions, SagaInput input, Map<TransferId, TransferId> laterTransfers) {
        var saga = decisions.saga(input.transferId());
        if (saga.isEmpty()) {
            first(decisions, input);
        } else {
            decisions.apply(saga.get(), event(input, laterTransfers));
        }
    }

    private static SagaEvent event(SagaInput input, Map<TransferId, TransferId> laterTransfers) {
        return switch (input) {
            case SagaInput.Requested requested -> new SagaEvent.RequestedAgain(requested.request());
            case SagaInput.Controlled controlled ->
                new SagaEvent.Controlled(
                        controlled.control(), Optional.ofNullable(laterTransfers.get(controlled.transferId())));
            case SagaInput.Reported reported -> new SagaEvent.Reported(reported.report());
        };
    }

    private void first(Decisions decisions, SagaInput input) {
        switch (input) {
            case SagaInput.Requested requested -> {
                var request = requested.request();
                decisions.open(Saga.open(
                        request, planner.plan(request), decisions.earlyCancel(request.id()), decisions.now()));
            }
            case SagaInput.Controlled controlled -> firstControl(decisions, controlled.control());
            case SagaInput.Reported reported ->
                LOG.info("Report of transfer {} is dropped: nobody knows of it (any more)", reported.transferId());
        }
    }

    private static void firstControl(Decisions decisions, TransferControl control) {
        if (control.action() == ControlAction.CANCEL) {
            decisions.rememberCancel(control);
        } else {
            LOG.warn(
                    "{} of transfer {} by {} is dropped: nobody knows of such a transfer",
                    control.action(),
                    control.transferId(),
                    control.requestedBy());
        }
    }
}
