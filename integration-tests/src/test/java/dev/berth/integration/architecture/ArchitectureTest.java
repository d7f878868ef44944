package dev.berth.integration.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, as docs/design.md draws it, and what the rules of the domain may call. */
class ArchitectureTest {
    private static final String[] SERVER = {
        "dev.berth.ecs..",
        "dev.berth.events..",
        "dev.berth.gateway..",
        "dev.berth.pluginhost..",
        "dev.berth.http..",
        "dev.berth.metrics..",
        "dev.berth.pages..",
        "dev.berth.server..",
        "dev.berth.sts..",
        "dev.berth.wire.."
    };

    /**
     * Each program has one of its own; a host port and a format of logs are the same everywhere.
     */
    private static final Set<String> EVERYWHERE =
            Set.of("HostPort", "LogFormat", "Main", "Version", "package-info");

    private static final JavaClasses BERTH =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.berth");

    @Test
    void pluginApiDependsOnlyOnTheJdkPf4jAndSlf4j() {
        only("dev.berth.plugin..", "java..", "org.pf4j..", "org.slf4j..", "dev.berth.plugin..");
    }

    @Test
    void queryLanguageDependsOnlyOnTheJdkAndThePluginApi() {
        only("dev.berth.query..", "java..", "dev.berth.plugin..", "dev.berth.query..");
    }

    @Test
    void domainDependsOnlyOnTheJdkPersistentMapsAndThePluginApi() {
        only(
                "dev.berth.domain..",
                "java..",
                "org.pcollections..",
                "dev.berth.plugin..",
                "dev.berth.domain..");
    }

    @Test
    void domainReadsNoClockNoChanceAndNoEnvironment() {
        noClasses()
                .that()
                .resideInAPackage("dev.berth.domain..")
                .should()
                .accessTargetWhere(impure())
                .because("time, ids and randomness come in as arguments")
                .check(BERTH);
    }

    @Test
    void actorsKnowNothingOfTheServerTheAgentAndTheWire() {
        never(
                "dev.berth.actors..",
                "dev.berth.ecs..",
                "dev.berth.events..",
                "dev.berth.gateway..",
                "dev.berth.pluginhost..",
                "dev.berth.http..",
                "dev.berth.metrics..",
                "dev.berth.pages..",
                "dev.berth.server..",
                "dev.berth.sts..",
                "dev.berth.wire..",
                "dev.berth.protocol..",
                "dev.berth.agent..",
                "dev.berth.cli..",
                "software.amazon..");
    }

    @Test
    void protocolDependsOnNoOtherPartOfBerth() {
        classes()
                .that()
                .resideInAPackage("dev.berth.protocol..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.or(
                                resideInAPackage("dev.berth.protocol.."),
                                DescribedPredicate.not(resideInAPackage("dev.berth.."))))
                .check(BERTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.berth.agent", "dev.berth.cli"})
    void agentAndCliKnowOnlyTheProtocol(String own) {
        classes()
                .that()
                .resideInAPackage(own + "..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.or(
                                resideInAnyPackage(own + "..", "dev.berth.protocol.."),
                                DescribedPredicate.not(
                                        resideInAnyPackage(
                                                "dev.berth..", "org.apache.pekko..", "scala.."))))
                .check(BERTH);
    }

    @Test
    void packagesOfTheAgentDependOnEachOtherInOneDirection() {
        slices().matching("dev.berth.agent.(**)").should().beFreeOfCycles().check(BERTH);
    }

    @Test
    void serverKnowsNeitherAgentNorCli() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.berth.agent..", "dev.berth.cli..", "dev.berth.plugins..")
                .check(BERTH);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("dev.berth.(**)").should().beFreeOfCycles().check(BERTH);
    }

    @Test
    void thePortKnowsNoApi() {
        never(
                "dev.berth.http..",
                "dev.berth.ecs..",
                "dev.berth.events..",
                "dev.berth.gateway..",
                "dev.berth.pages..",
                "dev.berth.server..",
                "dev.berth.sts..",
                "dev.berth.wire..",
                "dev.berth.actors..",
                "software.amazon.awssdk.services..");
    }

    /** One name, one thing: a simple name means the same in every module. */
    @Test
    void noTwoModulesHaveClassesOfOneName() {
        var modules = new TreeMap<String, Set<String>>();
        for (var type : BERTH) {
            if (type.isTopLevelClass() && !EVERYWHERE.contains(type.getSimpleName())) {
                modules.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(module(type));
            }
        }
        modules.values().removeIf(where -> where.size() == 1);
        assertThat(modules).isEmpty();
    }

    private static String module(JavaClass type) {
        // A folder of classes, or a jar, below the module's target.
        var source = type.getSource().orElseThrow().getUri().toString().replace("jar:", "");
        return source.substring(0, source.indexOf("/target/"));
    }

    /** Plugins are on no class path but their own: what they were compiled to is read. */
    @Test
    void pluginsKnowOnlyThePluginApi() throws IOException {
        List<Path> compiled;
        try (var folders = Files.list(Path.of("../plugins"))) {
            compiled =
                    folders.map(folder -> folder.resolve("target/classes"))
                            .filter(Files::isDirectory)
                            .toList();
        }
        classes()
                .that()
                .resideInAPackage("dev.berth.plugins..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.berth.plugin..", "dev.berth.plugins..")
                                .or(DescribedPredicate.not(resideInAPackage("dev.berth.."))))
                .check(new ClassFileImporter().importPaths(compiled));
    }

    /** A rule that matches nothing would hold for ever: each is tried on code that breaks it. */
    @Test
    void theRulesAreBrokenByWhatTheyForbid() {
        var impure = new ClassFileImporter().importClasses(Impure.class);
        var rule = noClasses().that().haveSimpleName("Impure").should().accessTargetWhere(impure());
        assertThat(rule.evaluate(impure).getFailureReport().getDetails())
                .hasSize(Impure.class.getDeclaredMethods().length);
    }

    private static void only(String from, String... to) {
        ArchRule rule =
                classes()
                        .that()
                        .resideInAPackage(from)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(to);
        rule.check(BERTH);
    }

    private static void never(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(BERTH);
    }

    private static DescribedPredicate<JavaAccess<?>> impure() {
        return DescribedPredicate.describe(
                "read a clock, chance, threads or the environment",
                access -> {
                    JavaClass owner = access.getTargetOwner();
                    String member = access.getTarget().getName();
                    return isAnyOf(
                                    owner,
                                    System.class,
                                    Thread.class,
                                    Random.class,
                                    ThreadLocalRandom.class,
                                    Clock.class)
                            || owner.isEquivalentTo(Instant.class) && member.equals("now")
                            || owner.isEquivalentTo(UUID.class) && member.equals("randomUUID")
                            || owner.isEquivalentTo(Math.class) && member.equals("random");
                });
    }

    private static boolean isAnyOf(JavaClass owner, Class<?>... types) {
        for (var type : types) if (owner.isEquivalentTo(type)) return true;
        return false;
    }

    /** One forbidden call in each method. */
    static final class Impure {
        Object now() {
            return Instant.now();
        }

        Object id() {
            return UUID.randomUUID();
        }

        Object environment() {
            return System.getenv("HOME");
        }

        Object thread() {
            return Thread.currentThread();
        }

        Object chance() {
            return ThreadLocalRandom.current();
        }

        Object clock() {
            return Clock.systemUTC();
        }

        Object random() {
            return Math.random();
        }
    }
}
