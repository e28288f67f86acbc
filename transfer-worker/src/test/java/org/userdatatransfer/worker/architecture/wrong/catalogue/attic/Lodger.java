package org.userdatatransfer.worker.architecture.wrong.catalogue.attic;

/** In a package below one that has its place, without a place of its own. */
class Lodger {}
