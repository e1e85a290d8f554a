/** Versioned binary codecs of the vocabulary; every codec reads every older version of its own format. */
@NullMarked
package io.emfs.state.codec;

import org.jspecify.annotations.NullMarked;
