package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TransferRequest;

/** Mistakes with what only some requests ask for, each with the world in which the exploration would find it. */
enum PeculiarBug implements Core {

    /** Is on its way as soon as anybody looks at the clock. */
    START_BEFORE_ITS_DATE(World.scheduled()) {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            return saga.on(event, saga.phase() == Phase.SCHEDULED ? World.DATE : now, policy);
        }
    },

    /** Has its users wait for the date with it. */
    TAKE_A_TICKET_BEFORE_ITS_DATE(World.scheduled()) {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            return saga.phase() == Phase.SCHEDULED && event instanceof SagaEvent.RequestedAgain
                    ? right.with(new SagaCommand.CallTickets(TicketCall.TAKE))
                    : right;
        }
    },

    /** Asks workers to do what they should only look at. */
    MOVE_ROWS_IN_A_PREVIEW(World.previewed()) {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            return Core.asking(saga.on(event, now, policy), this::asTransfer);
        }

        private SubTask asTransfer(SubTask s) {
            return s.action() == SubTaskAction.PREVIEW
                    ? new SubTask(
                            s.transferId(),
                            s.tenant(),
                            s.source(),
                            s.target(),
                            s.epoch(),
                            SubTaskAction.TRANSFER,
                            s.step(),
                            s.product(),
                            s.dataTypes(),
                            s.whenSourceEmpty(),
                            s.after())
                    : s;
        }
    },

    /** Runs without comparing with the preview it was given. */
    DISREGARD_THE_PREVIEW(World.checked()) {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            if (!(event instanceof SagaEvent.Started)) {
                return saga.on(event, now, policy);
            }
            var r = saga.request();
            var careless = new TransferRequest(
                    r.id(),
                    r.tenant(),
                    r.source(),
                    r.target(),
                    r.requestedBy(),
                    r.requestedAt(),
                    r.dataTypes(),
                    r.effectiveAt(),
                    r.mode(),
                    r.whenSourceEmpty(),
                    r.reason(),
                    Optional.empty());
            var started = asking(saga, careless).on(event, now, policy);
            return new Transition(asking(started.saga(), r), started.commands());
        }

        private Saga asking(Saga s, TransferRequest request) {
            return new Saga(
                    request, s.plan(), s.run(), s.sequence(), s.heard(), s.ticket(), s.endedAt(), s.undoneFor());
        }
    },

    /** Is turned down in its turn, and its users wait for ever. */
    KEEP_THE_TICKET_OF_A_REJECTED(World.ofUnknownUsers()) {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            return right.saga().phase() == Phase.REJECTED
                    ? new Transition(
                            right.saga(),
                            right.commands().stream()
                                    .filter(command -> !(command instanceof SagaCommand.CallTickets))
                                    .toList())
                    : right;
        }
    };

    final World world;

    PeculiarBug(World world) {
        this.world = world;
    }
}
