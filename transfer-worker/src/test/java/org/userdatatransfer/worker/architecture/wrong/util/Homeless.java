package org.userdatatransfer.worker.architecture.wrong.util;

/** In a package that nobody has planned, marked or explained. */
class Homeless {}
