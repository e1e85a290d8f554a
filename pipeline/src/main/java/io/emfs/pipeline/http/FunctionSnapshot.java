package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import java.util.List;

/**
 * What one scrape shows of a function.
 *
 * @param windows the newest of each
 */
record FunctionSnapshot(FunctionKey key, int queue, RequestTotals totals, List<FunctionReport> windows) {}
