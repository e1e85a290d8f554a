/** Functions, threads and agents that die and come back at any moment, and what eMFS must leave of it: nothing. */
@NullMarked
package io.emfs.tests.chaos;

import org.jspecify.annotations.NullMarked;
