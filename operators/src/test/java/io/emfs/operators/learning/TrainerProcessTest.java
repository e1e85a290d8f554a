package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainerProcessTest {

    @Test
    void trainsLikeThisProcessAndLeavesNoneBehind() throws Exception {
        Retraining order = new Retraining(SyntheticFunctions.FEATURES, null, rows(), 3);
        Retrained here = order.run();
        Retrained there;
        try (TrainerProcess trainer = new TrainerProcess()) {
            there = trainer.train(order);
        }

        assertThat(there.errors()).isEqualTo(here.errors());
        assertThat(there.promoted()).isTrue();
        assertThat(there.model().networks().weights())
                .isEqualTo(here.model().networks().weights());
        assertThat(trainers()).isEmpty();
    }

    @Test
    void saysWhyATrainerGaveUp() {
        try (TrainerProcess trainer = new TrainerProcess()) {
            assertThatThrownBy(() -> trainer.train(new Retraining(SyntheticFunctions.FEATURES, null, List.of(), 3)))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("rows=0");
        }
    }

    @Test
    void endsATrainingWhenItIsClosed() throws Exception {
        TrainerProcess trainer = new TrainerProcess();
        CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(() -> {
            try {
                trainer.train(new Retraining(SyntheticFunctions.FEATURES, null, rows(), 3));
                return new AssertionError("it came to its end");
            } catch (TrainingFailedException | InterruptedException e) {
                return e;
            }
        });
        while (trainers().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        trainer.close();

        assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(TrainingFailedException.class);
        assertThat(trainers()).isEmpty();
    }

    private static List<String> trainers() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .flatMap(child -> Stream.of(child.info().commandLine().orElse("")))
                .filter(command -> command.contains(TrainerMain.class.getName()))
                .toList();
    }

    private static List<TrainingRow> rows() {
        return new SyntheticFunctions(5).log(200, 12).rows();
    }
}
