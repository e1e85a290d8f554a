package io.emfs.tests.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a job of so many slots took in one round. */
record StreamRow(int slots, StreamOutcome requests, StreamOutcome digests) {
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("slots", slots);
        json.put("events_per_s_per_core", requests.perSecondAndCore());
        json.put("events_per_s", requests.perSecond());
        json.put("events", requests.events());
        json.put("events_cores", requests.cores());
        json.put("digest_functions_per_s_per_core", digests.perSecondAndCore());
        json.put("digest_functions_per_s", digests.perSecond());
        json.put("digests", digests.events());
        json.put("digests_cores", digests.cores());
        return json;
    }
}
