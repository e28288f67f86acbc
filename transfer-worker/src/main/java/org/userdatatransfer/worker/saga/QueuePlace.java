package org.userdatatransfer.worker.saga;

import java.util.List;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Where a transfer stands in the queues of its two users.
 *
 * @param position how many transfers are ahead of it there
 * @param waitsFor the transfers it waits for directly: the ones just ahead of it
 */
public record QueuePlace(int position, List<TransferId> waitsFor) {

    public QueuePlace {
        waitsFor = List.copyOf(waitsFor);
    }
}
