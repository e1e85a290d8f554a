package io.emfs.bpf.proc;

import java.util.Optional;

/** One row of {@code /proc/PID/net/tcp}: {@code sl local_address rem_address st … inode}. */
record SocketRow(int localPort, int state, long inode) {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int TCP_LISTEN = 10;

    static Optional<SocketRow> parse(String line) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length <= INODE) {
            return Optional.empty();
        }
        String local = columns[LOCAL_ADDRESS];
        return Optional.of(new SocketRow(
                Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16),
                Integer.parseInt(columns[STATE], 16),
                Long.parseLong(columns[INODE])));
    }

    boolean listening() {
        return state == TCP_LISTEN;
    }
}
