package org.userdatatransfer.worker.architecture.wrong.transfer;

import org.springframework.stereotype.Component;

/** A plain word that wants to be a bean. */
@Component
class Sprung {}
