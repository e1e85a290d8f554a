/** What an event costs on its way through the Flink job, on one core and with all state in RocksDB. */
@NullMarked
package io.emfs.tests.stream;

import org.jspecify.annotations.NullMarked;
