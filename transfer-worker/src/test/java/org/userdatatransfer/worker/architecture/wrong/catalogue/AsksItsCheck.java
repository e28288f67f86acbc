package org.userdatatransfer.worker.architecture.wrong.catalogue;

import org.userdatatransfer.worker.architecture.wrong.catalogue.check.Asked;

/** A part of the catalogue that knows who checks it. */
public class AsksItsCheck {

    Asked check = new Asked();
}
