package io.emfs.pipeline.link.agent;

import static io.emfs.pipeline.Events.change;
import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static io.emfs.pipeline.Events.request;
import static io.emfs.pipeline.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.Inbox;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.link.job.Refusal;
import io.emfs.pipeline.metrics.LearningMeters;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.state.ThreadEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent's link against real endpoints, over loopback. */
@Timeout(60)
class AgentLinkTest {
    private static final String PLAIN = "insecure: true, ports: 0, heartbeat: 100ms";

    @TempDir
    private Path directory;

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<FunctionReport> reports = new LinkedBlockingQueue<>();
    private final AtomicInteger joins = new AtomicInteger();
    private final AtomicInteger orphanings = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable LocalChannel channel;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void carriesEventsThereAndCommandsAndReportsBack() throws Exception {
        JobEndpoints.Use job = job(PLAIN, "job#0");
        Inbox inbox = job.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "1m", job);
        await(() -> link.status().up() && joins.get() == 1);

        offer(request(key("f"), 1), started(key("f"), 2));
        assertThat(take(inbox, 2)).containsExactly(request(key("f"), 1), started(key("f"), 2));
        job.endpoint().emit(change(key("f"), 1, 2, 7));
        assertThat(commands.poll(10, TimeUnit.SECONDS)).isEqualTo(change(key("f"), 1, 2, 7));
        job.endpoint().emit(report(key("f"), "fast", 1000, 3, 2));
        assertThat(reports.poll(10, TimeUnit.SECONDS)).isEqualTo(report(key("f"), "fast", 1000, 3, 2));
        await(() -> link.counters().roundTripNs() > 0);
        assertThat(link.status().text()).isEqualTo("linked to a job, 1 endpoint, attempt job#0");
    }

    /** From whichever endpoint; and it stays when there is none any more, as functions do. */
    @Test
    void showsHowLearningStandsInTheJob() throws Exception {
        JobEndpoints.Use first = job(PLAIN, "job#0");
        JobEndpoints.Use second = job(PLAIN, "job#0");
        first.endpoint().openInbox(node -> true);
        first.endpoint().emit(learning(1));
        AgentLink link = link(PLAIN, "1m", first, second);
        await(() -> channel().learning().equals(learning(1)));

        second.endpoint().emit(learning(2));
        await(() -> channel().learning().equals(learning(2)));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new LearningMeters(channel()).bindTo(registry);
        assertThat(registry.scrape())
                .contains("emfs_learning_model_version{node=\"n1\"} 2.0")
                .contains("emfs_learning_retrainings_total{node=\"n1\",outcome=\"promoted\"} 2.0");

        first.close();
        second.close();
        await(() -> link.status().endpoints() == 0);
        assertThat(channel().learning()).isEqualTo(learning(2));
    }

    private static LearningReport learning(int version) {
        return new LearningReport("model", version, 100, 10, version, 0, 0, 1.5, HeldOutErrors.NONE);
    }

    @Test
    void sendsItsEventsToOneEndpointAndToAnotherWhenThatEnds() throws Exception {
        JobEndpoints.Use first = job(PLAIN, "job#0");
        JobEndpoints.Use second = job(PLAIN, "job#0");
        Inbox firstInbox = first.endpoint().openInbox(node -> true);
        Inbox secondInbox = second.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "1m", first, second);
        await(() -> link.status().up() && link.status().endpoints() == 2);

        offer(request(key("f"), 1));
        await(() -> !firstInbox.isEmpty() || !secondInbox.isEmpty());
        boolean toFirst = !firstInbox.isEmpty();
        assertThat(firstInbox.isEmpty()).isNotEqualTo(secondInbox.isEmpty());
        (toFirst ? first : second).close();
        await(() -> joins.get() == 2 && link.status().up());
        offer(request(key("f"), 2));
        assertThat(take(toFirst ? secondInbox : firstInbox, 1)).containsExactly(request(key("f"), 2));
    }

    @Test
    void comesBackAndIsSentNothingTwice() throws Exception {
        JobEndpoints.Use job = job(PLAIN, "job#0");
        Inbox inbox = job.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "1m", job);
        await(() -> link.status().up());
        job.endpoint().emit(change(key("f"), 1, 2, 7));
        assertThat(commands.poll(10, TimeUnit.SECONDS)).isNotNull();

        job.endpoint().closeInbox(inbox); // sends its agents away
        await(() -> !link.status().up());
        job.endpoint().openInbox(node -> true);
        await(() -> link.status().up() && link.counters().connectionCount() >= 2);
        job.endpoint().emit(change(key("f"), 2, 3, 8));
        assertThat(commands.poll(10, TimeUnit.SECONDS)).isEqualTo(change(key("f"), 2, 3, 8));
        assertThat(commands).isEmpty();
        assertThat(joins.get()).isEqualTo(2);
        assertThat(channel().absenceNs()).isPositive();
    }

    @Test
    void closesWithEndpointsThatAreNotThere() throws Exception {
        JobEndpoints.Use gone = job(PLAIN, "job#0");
        JobEndpoints.Use job = job(PLAIN, "job#0");
        job.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "1m", gone, job);
        await(() -> link.status().up() && link.status().endpoints() == 2);
        gone.close();
        await(() -> link.status().endpoints() == 1);

        assertThatCode(link::close).doesNotThrowAnyException();
        assertThat(channel().absenceNs()).as("the job is there").isZero();
    }

    @Test
    void decidesHereWhileNoJobDoesAndNotForEver() throws Exception {
        JobEndpoints.Use job = job(PLAIN, "job#0");
        job.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "500ms", job);
        await(() -> link.status().up());
        job.close();
        await(() -> !link.status().up());

        ThreadEvent expired = new ThreadEvent(key("placed"), 5, ThreadCause.QUANTUM_EXPIRED, 1, 2, 3, 1, 9);
        offer(expired, request(key("placed"), 6), started(key("placed"), 7), started(key("unknown"), 8));
        assertThat(commands.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new ThreadChange(key("placed"), 1, 2, 3, 1, false, ThreadCause.QUANTUM_EXPIRED, 5));
        assertThat(commands.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        QueueChange.class, change -> assertThat(change.to()).isEqualTo(4))
                .isInstanceOfSatisfying(
                        QueueChange.class, change -> assertThat(change.pid()).isEqualTo(100));
        await(() -> orphanings.get() == 1);
        assertThat(link.counters().droppedCount()).isEqualTo(4);
        assertThat(link.status().text()).contains("all threads were put back");

        offer(expired);
        await(() -> link.counters().droppedCount() == 5);
        assertThat(commands).isEmpty();
    }

    @Test
    void dropsRequestsWhenTheJobDoesNotKeepUp() throws Exception {
        String patient =
                "insecure: true, ports: 0, heartbeat: 10s"; // a job that takes nothing is left after ten of them
        JobEndpoints.Use job = job(patient, "job#0");
        Inbox inbox = job.endpoint().openInbox(node -> true);
        AgentLink link = link(patient, "1m", job);
        await(() -> link.status().up());
        int offered = 100_000;
        int taken = 0;
        for (int i = 0; i < offered; i++) {
            taken += channel().offer(request(key("f"), i)) ? 1 : 0;
            if (i % 64 == 0) {
                Thread.sleep(0, 10_000);
            }
        }
        assertThat(channel().droppedCount()).isEqualTo(offered - taken).isPositive();

        List<NodeEvent> arrived = new ArrayList<>();
        while (arrived.size() < taken) {
            inbox.available().get(10, TimeUnit.SECONDS);
            Inbox.@Nullable Batch batch = inbox.poll();
            if (batch != null) {
                arrived.addAll(batch.events());
                batch.done();
            }
        }
        assertThat(arrived).hasSize(taken); // and of those that were let in, none is lost
    }

    @Test
    void sentAwayForItsTokenItSaysSo() throws Exception {
        Path right = Files.writeString(directory.resolve("right"), "0123456789abcdef");
        Path wrong = Files.writeString(directory.resolve("wrong"), "0123456789abcdeX");
        JobEndpoints.Use job = job(PLAIN + ", token-file: " + right, "job#0");
        job.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN + ", token-file: " + wrong, "1m", job);

        await(() -> link.status().text().contains("refused: wrong token (agent.link.token-file)"));
        assertThat(link.counters().refusedCount()).isPositive();
        assertThat(job.endpoint().counters().refusedFor(Refusal.TOKEN)).isPositive();
        assertThat(job.endpoint().agents()).isZero();
    }

    @Test
    void leavesAnAttemptThatIsOver() throws Exception {
        JobEndpoints.Use former = job(PLAIN, "job#0");
        former.endpoint().openInbox(node -> true);
        Thread.sleep(5);
        JobEndpoints.Use latter = job(PLAIN, "job#1");
        latter.endpoint().openInbox(node -> true);
        AgentLink link = link(PLAIN, "1m", former, latter);

        await(() -> link.status().up() && link.status().attempt().equals("job#1"));
        await(() -> former.endpoint().agents() == 0);
        former.endpoint().emit(change(key("f"), 1, 6, 7));
        latter.endpoint().emit(change(key("f"), 1, 2, 8));
        assertThat(commands.poll(10, TimeUnit.SECONDS)).isEqualTo(change(key("f"), 1, 2, 8));
        assertThat(commands).isEmpty();
    }

    @Test
    void trustsTheCertificatesThatItIsTold() throws Exception {
        PemFiles job = PemFiles.in(directory.resolve("job"));
        PemFiles agent = PemFiles.in(directory.resolve("agent"));
        PemFiles foreign = PemFiles.in(directory.resolve("foreign"));
        JobEndpoints.Use endpoint = job(tls(job, agent.ca()), "job#0");
        endpoint.endpoint().openInbox(node -> true);

        AgentLink link = link(tls(agent, job.ca()), "1m", endpoint);
        await(() -> link.status().up());
        link.close();
        await(() -> endpoint.endpoint().agents() == 0);

        AgentLink deceived = link(tls(agent, foreign.ca()), "1m", endpoint);
        await(() -> !deceived.status().trouble().isEmpty());
        AgentLink stranger = link(tls(foreign, job.ca()), "1m", endpoint);
        await(() -> !stranger.status().trouble().isEmpty());
        assertThat(deceived.status().up()).isFalse();
        assertThat(stranger.status().up()).isFalse();
        assertThat(endpoint.endpoint().counters().admittedCount()).isEqualTo(1);
    }

    @Test
    void trustsNoCertificateThatHasExpired() throws Exception {
        PemFiles expired = PemFiles.in(directory.resolve("expired"), "-startdate", "-3d", "-validity", "1");
        JobEndpoints.Use endpoint = job(tls(expired, expired.ca()), "job#0");
        endpoint.endpoint().openInbox(node -> true);

        AgentLink link = link(tls(expired, expired.ca()), "1m", endpoint);
        await(() -> !link.status().trouble().isEmpty());
        assertThat(endpoint.endpoint().counters().admittedCount()).isZero();
    }

    private static String tls(PemFiles own, Path ca) {
        return "ports: 0, heartbeat: 100ms, certificate: " + own.certificate() + ", key: " + own.key() + ", ca: " + ca;
    }

    private JobEndpoints.Use job(String link, String attempt) {
        JobEndpoints.Use use =
                new JobEndpoints().open(LinkTerms.of(config(link, "1m")), attempt); // as in a JVM of its own
        open.add(use);
        return use;
    }

    private AgentLink link(String text, String orphanAfter, JobEndpoints.Use... jobs) {
        List<String> addresses = new ArrayList<>();
        for (JobEndpoints.Use job : jobs) {
            addresses.add("127.0.0.1:" + job.endpoint().port());
        }
        EmfsConfig config = config(text, orphanAfter, "agent.job=" + addresses);
        LocalChannels.close("n1");
        LocalChannel opened = LocalChannels.open("n1", 64);
        channel = opened;
        open.add(() -> LocalChannels.close("n1"));
        open.add(opened.commands().subscribe(commands::add)::dispose);
        open.add(opened.reports().subscribe(reports::add)::dispose);
        LocalDecisions local = new LocalDecisions(
                each -> each.equals(key("placed")) ? Optional.of(change(each, 1, 4, 1)) : Optional.empty());
        AgentLink link = new AgentLink(config, opened, local, new JobListener() {
            @Override
            public void joined() {
                joins.incrementAndGet();
            }

            @Override
            public void orphaned() {
                orphanings.incrementAndGet();
            }
        });
        open.add(link);
        link.start();
        return link;
    }

    private static EmfsConfig config(String link, String orphanAfter, String... more) {
        List<String> overrides =
                new ArrayList<>(List.of("node=n1", "agent.link={" + link + "}", "agent.orphan-after=" + orphanAfter));
        overrides.addAll(List.of(more));
        return ConfigLoader.defaults(overrides).config();
    }

    private LocalChannel channel() {
        LocalChannel opened = channel;
        if (opened == null) {
            throw new AssertionError("no link was opened");
        }
        return opened;
    }

    private void offer(NodeEvent... events) {
        for (NodeEvent event : events) {
            assertThat(channel().offer(event)).isTrue();
        }
    }

    private static List<NodeEvent> take(Inbox inbox, int count) throws Exception {
        List<NodeEvent> events = new ArrayList<>();
        while (events.size() < count) {
            inbox.available().get(10, TimeUnit.SECONDS);
            Inbox.@Nullable Batch batch = inbox.poll();
            if (batch != null) {
                events.addAll(batch.events());
                batch.done();
            }
        }
        return events;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadlineNs);
            Thread.sleep(5);
        }
    }
}
