package io.emfs.tests.ring;

import io.emfs.tests.workload.Spread;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code emfs bench ring} found, as text and for JSON. */
public record RingReport(RecordCost cost, SteadyRate.Outcome steady, RingAccount stalled) {
    /** Whether every record was read or counted as dropped. */
    public boolean exact() {
        return steady.account().exact() && stalled.exact();
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                """
                a record, all fields read: %s ns; libbpf's callback through JNA: %s ns; %s times ours
                allocated for a record: %.3f bytes
                default ring, %.0f records/s: %s, at most %.1f MiB waited
                small ring, stalled reader: %s
                (median, lowest–highest of the JVMs)
                """,
                text(cost.emfsNs()),
                text(cost.libbpfNs()),
                text(cost.ratio()),
                cost.allocatedBytes(),
                steady.perSecond(),
                text(steady.account()),
                steady.maxFillBytes() / (double) (1 << 20),
                text(stalled));
    }

    /** Names to values, units in the names. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("emfs_ns_per_record", cost.emfsNs());
        json.put("libbpf_ns_per_record", cost.libbpfNs());
        json.put("libbpf_to_emfs_ratio", cost.ratio());
        json.put("emfs_allocated_bytes_per_record", cost.allocatedBytes());
        json.put("steady_records_per_second", steady.perSecond());
        json.put("steady_max_fill_bytes", steady.maxFillBytes());
        json.put("steady", steady.account());
        json.put("stalled", stalled);
        json.put("exact", exact());
        return json;
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", spread.median(), spread.min(), spread.max());
    }

    private static String text(RingAccount account) {
        return String.format(
                Locale.ROOT,
                "%d offered = %d read + %d dropped%s",
                account.offered(),
                account.read(),
                account.dropped(),
                account.exact() ? "" : ", WRONG: " + account.submitted() + " were submitted");
    }
}
