package io.emfs.bpf.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    @TempDir
    private Path dir;

    @Test
    void isLaidOutAsTheGuardReadsIt() throws IOException {
        long beforeNs = System.nanoTime();
        try (Lease lease = Lease.create(dir, Duration.ofMillis(600))) {
            ByteBuffer bytes = read();
            assertThat(bytes.capacity()).isEqualTo(48);
            assertThat(bytes.getInt(0)).isEqualTo(0x53464d65);
            assertThat(bytes.getInt(4)).isEqualTo(1);
            assertThat(bytes.getLong(8)).isBetween(beforeNs, System.nanoTime());
            assertThat(bytes.getLong(16)).isEqualTo(600_000_000L);
            assertThat(bytes.getLong(24)).isZero();
            assertThat(lease.guardState()).isEqualTo(GuardState.STARTING);
            assertThat(lease.sinceLookNs()).isZero();
        }
        assertThat(dir.resolve("lease")).doesNotExist();
    }

    @Test
    void isRenewedWhereTheGuardSeesIt() throws IOException {
        try (Lease lease = Lease.create(dir, Duration.ofMillis(600))) {
            long beforeNs = System.nanoTime();
            lease.renew();
            assertThat(read().getLong(8)).isGreaterThanOrEqualTo(beforeNs);
        }
    }

    @Test
    void showsWhatTheGuardWrites() throws IOException {
        try (Lease lease = Lease.create(dir, Duration.ofMillis(600))) {
            ByteBuffer guards = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
            guards.putLong(3)
                    .putInt(4711)
                    .putInt(3)
                    .putLong(System.nanoTime() - 5_000_000)
                    .flip();
            try (FileChannel file = FileChannel.open(dir.resolve("lease"), StandardOpenOption.WRITE)) {
                file.write(guards, 24);
            }
            assertThat(lease.lapses()).isEqualTo(3);
            assertThat(lease.guardPid()).isEqualTo(4711);
            assertThat(lease.sinceLookNs()).isGreaterThanOrEqualTo(5_000_000);
            assertThat(lease.guardState()).isEqualTo(GuardState.LAPSED);
        }
    }

    @Test
    void startsAnewOverOneThatWasLeftBehind() throws IOException {
        Files.write(dir.resolve("lease"), new byte[100]);
        try (Lease lease = Lease.create(dir, Duration.ofMillis(600))) {
            assertThat(read().capacity()).isEqualTo(48);
            assertThat(lease.lapses()).isZero();
        }
    }

    private ByteBuffer read() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(dir.resolve("lease"))).order(ByteOrder.nativeOrder());
    }
}
