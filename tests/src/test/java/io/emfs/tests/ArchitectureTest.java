package io.emfs.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the design and what each may use. */
@AnalyzeClasses(packages = "io.emfs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsUseOnlyTheRoomsBelow = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.emfs..")
            .layer("config")
            .definedBy("io.emfs.config..")
            .layer("state")
            .definedBy("io.emfs.state..")
            .layer("bpf")
            .definedBy("io.emfs.bpf..")
            .layer("operators")
            .definedBy("io.emfs.operators..")
            .layer("pipeline")
            .definedBy("io.emfs.pipeline..")
            .layer("jobs")
            .definedBy("io.emfs.jobs..")
            .layer("tests")
            .definedBy("io.emfs.tests..")
            .whereLayer("tests")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("jobs")
            .mayOnlyBeAccessedByLayers("tests")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("jobs", "tests")
            .whereLayer("operators")
            .mayOnlyBeAccessedByLayers("jobs", "tests")
            .whereLayer("bpf")
            .mayOnlyBeAccessedByLayers("pipeline", "jobs", "tests")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("bpf", "operators", "pipeline", "jobs", "tests");

    @ArchTest
    static final ArchRule onlyBpfTouchesJna = only("io.emfs.bpf..", "com.sun.jna..");

    @ArchTest
    static final ArchRule onlyPipelineTouchesReactorNetty = only("io.emfs.pipeline..", "reactor.netty..", "io.netty..");

    @ArchTest
    static final ArchRule onlyPipelineAndTheWiringTouchReactor = noClasses()
            .that()
            .resideOutsideOfPackages("io.emfs.pipeline..", "io.emfs.jobs")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..");

    @ArchTest
    static final ArchRule onlyLearningTouchesTribuo = only("io.emfs.operators.learning..", "org.tribuo..");

    @ArchTest
    static final ArchRule onlyTheJobTouchesFlink = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.emfs.operators..", "io.emfs.jobs..", "io.emfs.pipeline.source..", "io.emfs.pipeline.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..");

    /** It is for machines where the kernel may not be touched. */
    @ArchTest
    static final ArchRule replayTouchesNoKernel = noClasses()
            .that()
            .resideInAnyPackage("io.emfs.jobs.replay..", "io.emfs.state..")
            .or()
            .haveFullyQualifiedName("io.emfs.jobs.Replay")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.emfs.bpf..");

    private static ArchRule only(String room, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
