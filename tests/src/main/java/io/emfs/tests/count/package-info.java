/** N requests are N answers: the monitor's count against the client's. */
@NullMarked
package io.emfs.tests.count;

import org.jspecify.annotations.NullMarked;
