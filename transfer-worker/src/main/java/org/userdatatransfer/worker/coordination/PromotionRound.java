package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserCheck;

/** What one transaction of promotion decides about the transfers that could run now. */
final class PromotionRound {

    private final Decisions decisions;
    private final List<UserTickets.Candidate> candidates;
    private final Map<TransferId, UserCheck> checks;

    /** @param checks what is known of users by now; who is not in it cannot be started yet */
    PromotionRound(
            Decisions decisions, List<UserTickets.Candidate> candidates, Map<TransferId, UserCheck> checks) {
        this.decisions = decisions;
        this.candidates = new ArrayList<>(candidates);
        this.checks = checks;
    }

    /** @return those that other workers must start; they are no candidates any more */
    List<TransferId> leave(Predicate<Saga> toOthers) {
        var left = candidates.stream()
                .map(UserTickets.Candidate::transferId)
                .filter(id -> decisions.saga(id).filter(toOthers).isPresent())
                .toList();
        candidates.removeIf(candidate -> left.contains(candidate.transferId()));
        return left;
    }

    /** Those whose users must be looked up first. */
    List<PlannedTransfer> toBeChecked() {
        return candidates.stream()
                .map(UserTickets.Candidate::transferId)
                .filter(id -> !checks.containsKey(id))
                .flatMap(id -> decisions.saga(id).stream())
                .map(saga -> new PlannedTransfer(saga.request(), saga.plan()))
                .toList();
    }

    List<TransferId> checked() {
        return candidates.stream()
                .map(UserTickets.Candidate::transferId)
                .filter(checks::containsKey)
                .toList();
    }

    /**
     * @param running those of the checked ones that run now
     * @param laterTransfers for an undo: the next transfer to have taken effect for one of its users
     */
    void start(Collection<TransferId> running, Map<TransferId, TransferId> laterTransfers) {
        for (var candidate : candidates) {
            var id = candidate.transferId();
            var check = checks.get(id);
            if (check != null && running.contains(id)) {
                var started =
                        new SagaEvent.Started(check, candidate.ticket(), Optional.ofNullable(laterTransfers.get(id)));
                decisions.saga(id).ifPresent(saga -> decisions.apply(saga, started));
            }
        }
    }

    void tellPlaces(Map<TransferId, QueuePlace> places) {
        for (var id : new TreeSet<>(places.keySet())) {
            decisions
                    .saga(id)
                    .filter(saga -> saga.phase() == Phase.QUEUED)
                    .ifPresent(saga -> decisions.want(
                            saga,
                            new SagaCommand.TellStatus(Cause.WAITS_FOR_USER, Optional.empty(), Optional.empty())));
        }
    }
}
