/** The shared vocabulary of eMFS: events, summaries, commands, and the state that survives a restart. */
@NullMarked
package io.emfs.state;

import org.jspecify.annotations.NullMarked;
