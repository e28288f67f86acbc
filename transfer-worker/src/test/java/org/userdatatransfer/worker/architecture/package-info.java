/** The rules that the code's structure follows, each shown to catch code that breaks it. */
@NullMarked
package org.userdatatransfer.worker.architecture;

import org.jspecify.annotations.NullMarked;
