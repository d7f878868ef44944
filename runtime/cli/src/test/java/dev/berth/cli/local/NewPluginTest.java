package dev.berth.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.outcome.CliException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPluginTest {

    @TempDir Path temporary;

    @Test
    void theTemplateGetsTheNameEverywhere() throws Exception {
        var sources = temporary.resolve("dist/plugin-template/src/main/java");
        Files.createDirectories(sources);
        Files.writeString(
                sources.resolve("__Name__Factory.java"),
                "package __package__; // __name__, __Name__, __repository__");
        var project = temporary.resolve("project");

        NewPlugin.of("my-scheduler")
                .writeTo(project, temporary.resolve("dist"), NewPlugin.Kind.scheduler);

        assertThat(project.resolve("src/main/java/org/example/myscheduler/MySchedulerFactory.java"))
                .hasContent(
                        "package org.example.myscheduler; // my-scheduler, MyScheduler, "
                                + temporary.resolve("dist/repository").toUri());
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws Exception {
        Files.writeString(temporary.resolve("mine"), "");
        assertThatThrownBy(
                        () ->
                                NewPlugin.of("mine")
                                        .writeTo(temporary, temporary, NewPlugin.Kind.scheduler))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("not empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "My", "9lives", "a--b", "a-", "../up", "a b"})
    void whatIsNoNameIsRefused(String name) {
        assertThatThrownBy(() -> NewPlugin.of(name))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("such as my-scheduler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "de-fault", "scheduler", "array-list", "fit"})
    void whatWouldNotCompileIsRefused(String name) {
        assertThatThrownBy(() -> NewPlugin.of(name))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("such as my-" + name);
    }

    @Test
    void namesThatAreTakenAreRefused() {
        var shipped = Set.of("spread", "distinctInstance");
        var installed = Set.of("idlest");
        assertThatThrownBy(() -> NewPlugin.of("spread").requireFree(shipped, installed))
                .hasMessageContaining("ships with Berth");
        assertThatThrownBy(() -> NewPlugin.of("distinct-instance").requireFree(shipped, installed))
                .hasMessageContaining("ships with Berth");
        assertThatThrownBy(() -> NewPlugin.of("idlest").requireFree(shipped, installed))
                .hasMessageContaining("installed plugin");
        assertThat(NewPlugin.of("mine").requireFree(shipped, installed).name()).isEqualTo("mine");
    }

    @Test
    void eachKindIsWrittenWithItsOwnSources() throws Exception {
        var template = temporary.resolve("dist/plugin-template");
        for (var file :
                List.of(
                        "pom.xml",
                        "src/main/java/__Name__.java",
                        "kinds/strategy/src/main/java/__Name__.java",
                        "kinds/constraint/src/main/java/__Name__.java")) {
            Files.createDirectories(template.resolve(file).getParent());
            Files.writeString(template.resolve(file), file);
        }

        for (var kind : NewPlugin.Kind.values()) {
            var project = temporary.resolve(kind.name());
            NewPlugin.of("mine").writeTo(project, temporary.resolve("dist"), kind);

            assertThat(project.resolve("pom.xml")).isRegularFile();
            assertThat(project.resolve("kinds")).doesNotExist();
            assertThat(project.resolve("src/main/java/org/example/mine/Mine.java"))
                    .content()
                    .startsWith(kind == NewPlugin.Kind.scheduler ? "src/" : "kinds/" + kind.name());
        }
    }
}
