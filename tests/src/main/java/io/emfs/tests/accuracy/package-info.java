/** How near the monitor's figures are to what client and server know themselves. */
@NullMarked
package io.emfs.tests.accuracy;

import org.jspecify.annotations.NullMarked;
