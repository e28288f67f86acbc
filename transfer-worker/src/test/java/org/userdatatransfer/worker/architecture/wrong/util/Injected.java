package org.userdatatransfer.worker.architecture.wrong.util;

import org.springframework.beans.factory.annotation.Autowired;

/** Cannot be made without a container. */
class Injected {

    @Autowired
    Homeless dependency;
}
