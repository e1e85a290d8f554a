package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scrape shows of a function.
 *
 * @param mode null if no executor has told
 * @param windows the newest of each
 */
record FunctionSnapshot(
        FunctionKey key, int queue, @Nullable Mode mode, RequestTotals totals, List<FunctionReport> windows) {}
