package org.userdatatransfer.worker.architecture.wrong.catalogue.check;

import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.architecture.wrong.catalogue.AsksItsCheck;

/** Checks the catalogue, which asks it. */
public class Asked {

    @Nullable AsksItsCheck catalogue;
}
