package dev.berth.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.outcome.CliException;
import dev.berth.protocol.plugin.PluginArchive;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

    @TempDir Path temporary;
    private PluginFolder folder;

    @BeforeEach
    void setUp() {
        folder = new PluginFolder(temporary.resolve("plugins"));
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOldOneUnderWhateverName() throws Exception {
        Files.createDirectories(folder.path());
        jar(folder.path().resolve("dropped-by-hand.jar"), "mine", "1.0.0");
        jar(folder.path().resolve("another.jar"), "another", "1.0.0");

        var installed = folder.install(jar(temporary.resolve("new.jar"), "mine", "1.1.0"));
        installed.keep();

        assertThat(installed.archive().version()).isEqualTo("1.1.0");
        assertThat(names()).containsExactly("another.jar", "dropped-by-hand.jar");
        assertThat(PluginArchive.read(folder.path().resolve("dropped-by-hand.jar")).version())
                .isEqualTo("1.1.0");
    }

    @Test
    void theFirstIsCalledAfterItsPluginAndGoesByItsName() throws Exception {
        folder.install(jar(temporary.resolve("x.jar"), "mine", "1.0.0"));
        assertThat(names()).containsExactly("mine.jar");
        assertThat(folder.remove("other")).isFalse();
        assertThat(folder.remove("mine")).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsTakenBackLeavesTheFolderAsItWas() throws Exception {
        folder.install(jar(temporary.resolve("x.jar"), "mine", "1.0.0")).undo();
        assertThat(names()).isEmpty();

        folder.install(jar(temporary.resolve("x.jar"), "mine", "1.0.0")).keep();
        folder.install(jar(temporary.resolve("y.jar"), "mine", "2.0.0")).undo();
        assertThat(names()).containsExactly("mine.jar");
        assertThat(PluginArchive.read(folder.path().resolve("mine.jar")).version())
                .isEqualTo("1.0.0");
    }

    @Test
    void whatIsNoPluginLeavesTheFolderAsItWas() throws Exception {
        var text = Files.writeString(temporary.resolve("text.jar"), "no archive");
        assertThatThrownBy(() -> folder.install(text))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith(text + " is not a plugin: ");
        var missing = temporary.resolve("missing.jar");
        assertThatThrownBy(() -> folder.install(missing))
                .isInstanceOf(CliException.class)
                .hasMessage("No such file: " + missing);
        assertThat(folder.path()).doesNotExist();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theNamesOfWhatAPluginOffersAreKnownWithoutRunningIt() throws Exception {
        var factory =
                ClassFile.of()
                        .build(
                                ClassDesc.of("org.example.Factory"),
                                type ->
                                        type.withMethodBody(
                                                "type",
                                                MethodTypeDesc.of(ConstantDescs.CD_String),
                                                ClassFile.ACC_PUBLIC,
                                                code -> code.ldc("leastBusy").areturn()));
        Files.createDirectories(folder.path());
        jar(folder.path().resolve("one.jar"), "mine", "1.0.0", factory);
        jar(folder.path().resolve("two.jar"), "unreadable", "1.0.0");

        assertThat(folder.names()).containsExactly("leastBusy", "mine", "unreadable");
    }

    private static Path jar(Path file, String id, String version) throws IOException {
        return jar(file, id, version, new byte[0]);
    }

    private static Path jar(Path file, String id, String version, byte[] factory)
            throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", id);
        main.putValue("Plugin-Version", version);
        main.putValue("Plugin-Requires", "1.0.0");
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            out.write("org.example.Factory\n".getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
            out.putNextEntry(new ZipEntry("org/example/Factory.class"));
            out.write(factory);
            out.closeEntry();
        }
        return file;
    }
}
