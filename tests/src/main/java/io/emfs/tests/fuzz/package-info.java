/** Malformed frames and HTTP at a live agent and at the endpoint that it is linked to. */
@NullMarked
package io.emfs.tests.fuzz;

import org.jspecify.annotations.NullMarked;
