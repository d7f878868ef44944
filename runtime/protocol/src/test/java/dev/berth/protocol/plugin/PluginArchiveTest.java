package dev.berth.protocol.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginArchiveTest {
    private static final String MANIFEST =
            "Manifest-Version: 1.0\nPlugin-Id: mine\nPlugin-Version: 1.2.3\nPlugin-Requires: 1.0.0\n\n";

    @TempDir private Path folder;

    @Test
    void aWholeArchiveIsReadAndItsFileIsFree() throws Exception {
        var file = Files.write(folder.resolve("mine.jar"), zip(plugin()));
        var archive = PluginArchive.read(file);
        assertThat(archive.id()).isEqualTo("mine");
        assertThat(archive.version()).isEqualTo("1.2.3");
        assertThat(archive.requires()).isEqualTo("1.0.0");
        assertThat(archive.extensions()).containsExactly("a.Factory");
        assertThat(archive.entries()).containsKey("a/Factory.class");
        assertThat(archive.digest()).hasSize(64);
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(PluginArchiveTest::target)).doesNotContain(file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil", "a/../../evil", "/etc/passwd", "C:/evil", "a\\..\\evil", ".."})
    void aNameThatLeadsOutIsRefused(String name) throws Exception {
        var entries = plugin();
        entries.put(name, bytes("x"));
        refused(zip(entries), "would lie outside of it");
    }

    @Test
    void bombsAreRefused() throws Exception {
        var ratio = plugin();
        ratio.put("zeros", new byte[8 << 20]);
        refused(zip(ratio), "as only a zip bomb does");

        var size = plugin();
        for (int i = 0; i < 70; i++) {
            size.put("zeros" + i, new byte[1 << 20]);
        }
        refused(zip(size), "more than 64 MiB");

        var many = plugin();
        for (int i = 0; i < 10_001; i++) {
            many.put("e" + i, new byte[0]);
        }
        refused(zip(many), "more than 10000 entries");
        refused(new byte[ArchiveEntries.MAX_FILE + 1], "larger than 32 MiB");
    }

    @Test
    void aBeginningIsIncompleteAndNotJustBad() throws Exception {
        var whole = zip(plugin());
        for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> PluginArchive.of(Arrays.copyOf(whole, length)))
                    .isInstanceOfSatisfying(
                            BadArchiveException.class,
                            reason -> assertThat(reason.isIncomplete()).isTrue());
        }
    }

    @Test
    void anEntryThatTheDirectoryDoesNotListIsRefused() throws Exception {
        var whole = zip(plugin());
        whole[whole.length - 12]++; // the number of entries in the record at the end
        refused(whole, "its directory lists 4 entries, there are 3");
    }

    @ParameterizedTest
    @CsvSource({
        "Plugin-Id: mine, '', lacks Plugin-Id",
        "Plugin-Id: mine, Plugin-Id: Not Mine, has a bad Plugin-Id",
        "Plugin-Version: 1.2.3, '', lacks Plugin-Version",
        "Plugin-Version: 1.2.3, Plugin-Version: new, has a bad Plugin-Version",
        "Plugin-Requires: 1.0.0, '', lacks Plugin-Requires",
    })
    void aManifestMemberThatIsMissingOrBadIsNamed(String line, String instead, String expected)
            throws Exception {
        var entries = plugin();
        var changed = MANIFEST.replace(line + "\n", instead.isEmpty() ? "" : instead + "\n");
        entries.put("META-INF/MANIFEST.MF", bytes(changed));
        refused(zip(entries), expected);
    }

    @Test
    void aJarThatIsNoPluginIsRefused() throws Exception {
        var without = plugin();
        without.remove("META-INF/MANIFEST.MF");
        refused(zip(without), "has no META-INF/MANIFEST.MF");
        var idle = plugin();
        idle.remove("META-INF/extensions.idx");
        refused(zip(idle), "<proc>full</proc>");
        var hollow = plugin();
        hollow.remove("a/Factory.class");
        refused(zip(hollow), "names a.Factory, which is not in the file");
    }

    private static void refused(byte[] archive, String reason) {
        assertThatThrownBy(() -> PluginArchive.of(archive))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining(reason);
    }

    private static Map<String, byte[]> plugin() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("META-INF/MANIFEST.MF", bytes(MANIFEST));
        entries.put("META-INF/extensions.idx", bytes("# Generated by PF4J\na.Factory\n"));
        entries.put("a/Factory.class", bytes("not looked at here"));
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
