package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferPlan;

/** Mistakes that sagas are known for, each made on purpose, to show that the exploration would find it. */
enum ClassicBug implements Core {

    /** Decides what follows on the state before the report: what the last report makes possible is never asked. */
    ASK_BEFORE_APPLY {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            if (!(event instanceof SagaEvent.Reported)) {
                return right;
            }
            var states = new ArrayList<SubTaskState>();
            for (int i = 0; i < right.saga().run().subTasks().size(); i++) {
                var before = saga.run().subTasks().get(i);
                var after = right.saga().run().subTasks().get(i);
                states.add(
                        before.status() == SubTaskStatus.HELD && after.status() == SubTaskStatus.REQUESTED
                                ? before
                                : after);
            }
            return new Transition(
                    right.saga().with(right.saga().run().withSubTasks(states)),
                    without(right.commands(), SubTaskAction.TRANSFER));
        }
    },

    /** Takes a report of an earlier run for one of this run. */
    IGNORE_THE_EPOCH {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            if (event instanceof SagaEvent.Reported reported) {
                var r = reported.report();
                var taken = new SubTaskReport(
                        r.transferId(), saga.epoch(), r.action(), r.step(), r.product(), r.results());
                return saga.on(new SagaEvent.Reported(taken), now, policy);
            }
            return saga.on(event, now, policy);
        }
    },

    /** Releases its tickets whenever it is told something after its end. */
    RELEASE_A_TICKET_TWICE {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            return saga.phase().isEnd() && right.saga() == saga
                    ? right.with(new SagaCommand.CallTickets(TicketCall.RELEASE))
                    : right;
        }
    },

    /** Starts over when its request is delivered once more. */
    RESET_ON_A_REPEATED_REQUEST {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            return event instanceof SagaEvent.RequestedAgain again
                    ? Saga.open(again.request(), new TransferPlan(saga.plan(), List.of()), Optional.empty(), now)
                    : saga.on(event, now, policy);
        }
    },

    /** Leaves alone what has not reported yet, or has failed: it will not have done anything. */
    COMPENSATE_ONLY_WHAT_REPORTED_SUCCESS {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            if (saga.run().course().isBack() || !right.saga().run().course().isBack()) {
                return right;
            }
            var transition = right;
            for (int i = 0; i < saga.plan().size(); i++) {
                if (saga.run().subTasks().get(i).status() != SubTaskStatus.DONE
                        && right.saga().run().subTasks().get(i).status().isOpen()) {
                    transition = pretendRestored(transition, i, now, policy);
                }
            }
            return transition;
        }

        private Transition pretendRestored(Transition transition, int index, Instant now, SagaPolicy policy) {
            var saga = transition.saga();
            var never = new SubTaskCommands(saga).of(saga.plannedSubTask(index), SubTaskAction.COMPENSATE);
            var report = SubTaskReport.of(
                    never,
                    List.of(DataTypeResult.skipped(never.dataType(), ReasonCode.NOTHING_TO_RESTORE, "")));
            var asked = transition.commands().stream()
                    .filter(c -> !c.equals(new SagaCommand.RunSubTask(never)))
                    .toList();
            return new Transition(saga, asked).followedBy(saga.on(new SagaEvent.Reported(report), now, policy));
        }
    },

    /** Asks for a type together with those that come before it, but does not tell the worker of the order. */
    FORGET_THE_ORDER_IN_A_WAVE {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            return Core.asking(saga.on(event, now, policy), subTask -> subTask.atStep(subTask.step()));
        }
    },

    /** Takes it that a type which was held back has never been asked for. */
    TAKE_HELD_FOR_NEVER_ASKED {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            var right = saga.on(event, now, policy);
            var run = right.saga().run();
            return new Transition(
                    right.saga().with(run.withEachSubTask(
                            state -> state.status() == SubTaskStatus.HELD ? SubTaskState.FRESH : state)),
                    right.commands());
        }
    },

    /** Accepts what an operator accepts, though commands are still on their way. */
    ACCEPT_WHAT_MAY_STILL_MOVE {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            return event instanceof SagaEvent.Controlled controlled
                            && controlled.control().action() == ControlAction.ACCEPT
                            && saga.phase() == Phase.NEEDS_OPERATOR
                            && !saga.hasHeard(controlled.control().controlId())
                    ? new Transition(
                            saga.hearing(controlled.control().controlId())
                                    .with(saga.run().ended(Course.ACCEPTED, List.of())),
                            List.of(new SagaCommand.CallTickets(TicketCall.RELEASE)))
                    : saga.on(event, now, policy);
        }
    },

    /** Obeys a control again whenever it is delivered again. */
    COUNT_A_CONTROL_TWICE {
        @Override
        public Transition on(Saga saga, SagaEvent event, Instant now, SagaPolicy policy) {
            if (event instanceof SagaEvent.Controlled) {
                var forgetful = new Saga(
                        saga.request(),
                        saga.plan(),
                        saga.run(),
                        saga.sequence(),
                        List.of(),
                        saga.ticket(),
                        saga.endedAt(),
                        saga.undoneFor());
                return forgetful.on(event, now, policy);
            }
            return saga.on(event, now, policy);
        }
    };

    private static List<SagaCommand> without(List<SagaCommand> commands, SubTaskAction action) {
        return commands.stream()
                .filter(c -> !(c instanceof SagaCommand.RunSubTask run
                        && run.subTask().action() == action))
                .toList();
    }
}
