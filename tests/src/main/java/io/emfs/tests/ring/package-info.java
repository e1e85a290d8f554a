/** The ring buffer reader on its own: what a record costs, and that none is lost or counted twice. */
@NullMarked
package io.emfs.tests.ring;

import org.jspecify.annotations.NullMarked;
