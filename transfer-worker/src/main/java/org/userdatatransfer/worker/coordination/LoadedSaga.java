package org.userdatatransfer.worker.coordination;

import java.util.Optional;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.TransferControl;

/** The row of a transfer: its saga, unless its request has not been seen yet; a cancel may have come first. */
record LoadedSaga(Optional<Saga> saga, Optional<TransferControl> earlyCancel) {}
