package org.userdatatransfer.worker.saga;

import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;

class MemoryFenceTest extends FenceContract {

    private final MemoryFence fence = new MemoryFence();

    @Override
    protected boolean passes(SubTask subTask) {
        return fence.pass(MemoryFence.Key.of(subTask), subTask);
    }

    @Override
    protected boolean passesLate(SubTask verification, DataTypeName type) {
        return fence.pass(new MemoryFence.Key(verification.transferId(), type), verification);
    }

    @Override
    protected void settle(SubTask passed, DataTypeResult result) {
        fence.settle(MemoryFence.Key.of(passed), result);
    }

    @Override
    protected Optional<Answer> said(SubTask subTask) {
        return fence.said(MemoryFence.Key.of(subTask));
    }
}
