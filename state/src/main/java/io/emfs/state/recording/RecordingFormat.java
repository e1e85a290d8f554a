package io.emfs.state.recording;

import java.nio.charset.StandardCharsets;

/**
 * Layout of a recording, version 4. Version 1 knew no events of threads, version 2 no CPUs of a process,
 * version 3 no placements. All integers are big-endian; "varint" is LEB128, "signed" means zigzag.
 *
 * <pre>
 * recording = magic, version: u8, length: i32, header of that length, crc32c(header): i32, block*, end
 * header    = node: UTF, started: epoch ns i64, length: i32, configuration: YAML in UTF-8
 * block     = stored: i32, plain: i32, events: i32, crc32c(the three before, payload): i32, payload of stored bytes
 * payload   = events, deflated if stored &lt; plain
 * event     = tag: u8, function, time, what the tag's kind has
 * function  = varint; the block's next number introduces a function, its name as UTF follows
 * time      = signed varint, ns since the event before in the block, or since the epoch for the first
 * end       = a block with events = 0 and the payload: events in all: varint, lost: varint
 * </pre>
 *
 * <p>Blocks do not depend on each other. A recording that was not ended, because its recorder was killed, lacks the end
 * and may break off within a block.
 */
final class RecordingFormat {
    static final byte[] MAGIC = "eMFS-REC".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 4;

    /** A header holds a configuration, which people write. */
    static final int MAX_HEADER_BYTES = 16 << 20;

    static final int BLOCK_HEADER_BYTES = 16;
    static final int STORED_OFFSET = 0;
    static final int PLAIN_OFFSET = 4;
    static final int EVENTS_OFFSET = 8;
    static final int CHECKSUM_OFFSET = 12;

    /** A block is written once it holds this much; one more event may go beyond. */
    static final int BLOCK_BYTES = 64 << 10;

    /** What no block exceeds, however large its last event is. */
    static final int MAX_BLOCK_BYTES = 16 << 20;

    static final int ANSWERED = 1;
    static final int ANSWERED_AND_DIGESTED = 2;
    static final int COMPLETED = 3;
    static final int DIGEST = 4;
    static final int STARTED = 5;
    static final int EXITED = 6;
    static final int THREAD = 7;
    static final int STARTED_ON = 8;
    static final int PLACED = 9;
    static final int LAST_TAG = PLACED;

    private RecordingFormat() {}
}
