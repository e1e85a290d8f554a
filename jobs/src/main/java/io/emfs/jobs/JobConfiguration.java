package io.emfs.jobs;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.ExecutionConfig.GlobalJobParameters;

/**
 * What a job was started with. It is among the job's global parameters, so that any client of its cluster can start it
 * again as it was. Immutable.
 *
 * @param asOfNs epoch ns; a configuration that came along the stream, and is in the job's state, wins if it is newer
 */
record JobConfiguration(LoadedConfig loaded, long asOfNs, JobPlace place) {
    private static final String NODE = "emfs.node";
    private static final String YAML = "emfs.configuration";
    private static final String AS_OF = "emfs.configuration.as-of-ns";
    private static final String PLACE = "emfs.place";

    /** Of a job beside its agent. */
    static JobConfiguration asOfNow(LoadedConfig loaded) {
        return asOfNow(loaded, JobPlace.AGENT);
    }

    static JobConfiguration asOfNow(LoadedConfig loaded, JobPlace place) {
        return new JobConfiguration(loaded, new EpochClock().nowNs(), place);
    }

    GlobalJobParameters toParameters() {
        Map<String, String> map = Map.of(
                NODE, loaded.config().node(),
                YAML, loaded.yaml(),
                AS_OF, Long.toString(asOfNs),
                PLACE, place.name());
        return new Parameters(map);
    }

    /** Empty if it is no job of eMFS; throws {@link io.emfs.config.ConfigException} if this version does not take it. */
    static Optional<JobConfiguration> of(Map<String, String> parameters) {
        String yaml = parameters.get(YAML);
        String node = parameters.get(NODE);
        String asOf = parameters.get(AS_OF);
        return yaml == null || node == null || asOf == null
                ? Optional.empty()
                : Optional.of(new JobConfiguration(
                        ConfigLoader.parse("the job's configuration", yaml, List.of("node=" + node)),
                        Long.parseLong(asOf),
                        JobPlace.valueOf(parameters.getOrDefault(PLACE, JobPlace.AGENT.name()))));
    }

    private static final class Parameters extends GlobalJobParameters {
        private static final long serialVersionUID = 1;

        private final Map<String, String> map;

        Parameters(Map<String, String> map) {
            this.map = map;
        }

        @Override
        public Map<String, String> toMap() {
            return map;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Parameters that && that.map.equals(map);
        }

        @Override
        public int hashCode() {
            return map.hashCode();
        }
    }
}
