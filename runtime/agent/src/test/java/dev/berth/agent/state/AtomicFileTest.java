package dev.berth.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"opened", "written", "flushed", "renamed"})
    void anInterruptedWriteLeavesTheOldOrTheNewContent(String moment) throws Exception {
        var file = folder.resolve("state");
        AtomicFile.write(file, "old".getBytes());
        assertThatThrownBy(() -> AtomicFile.write(file, "newer".getBytes(), dyingAt(moment)))
                .isInstanceOf(Killed.class);
        assertThat(file).hasContent(moment.equals("renamed") ? "newer" : "old");

        AtomicFile.write(file, "last".getBytes());
        assertThat(file).hasContent("last");
    }

    /** A process that writes as fast as it can, killed at a moment that is nobody's choice. */
    @Test
    void aProcessThatIsKilledLeavesAWholeFile() throws Exception {
        var file = folder.resolve("state");
        for (int round = 0; round < 5; round++) {
            var writer =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Writer.class.getName(),
                                    file.toString())
                            .redirectErrorStream(true)
                            .start();
            var written = 0;
            try (var output = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
                while (written < 20 + 7 * round) {
                    var line = output.readLine();
                    assertThat(line).as("the writer goes on").matches("\\d+");
                    written = Integer.parseInt(line);
                }
                writer.destroyForcibly().waitFor();
            }
            var lines = Files.readAllLines(file);
            assertThat(lines).hasSize(Writer.LINES);
            assertThat(lines).as("all of one write").containsOnly(lines.getFirst());
            assertThat(Integer.parseInt(lines.getFirst()))
                    .as("what was said to be written is there")
                    .isGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void oneAgentAtATimeHoldsAStateFolder() throws Exception {
        try (var held = StateFolder.take(folder.resolve("agent"))) {
            assertThatThrownBy(() -> StateFolder.take(held.path()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent uses the state in " + held.path());
        }
        StateFolder.take(folder.resolve("agent")).close();
    }

    @Test
    void anIdentityComesBackAndItsTimelineNeverFalls() throws Exception {
        assertThat(InstanceIdentity.load(folder)).isEmpty();
        var identity = new InstanceIdentity("default", "arn", 7);
        identity.withTimeline(5).save(folder);
        assertThat(InstanceIdentity.load(folder)).contains(identity);
        identity.withTimeline(9).save(folder);
        assertThat(InstanceIdentity.load(folder).orElseThrow().timeline()).isEqualTo(9);
    }

    /** What stands for the death of the process. */
    private static final class Killed extends RuntimeException {}

    private static KillPoint dyingAt(String moment) {
        return reached -> {
            if (reached.equals(moment)) {
                throw new Killed();
            }
        };
    }

    /** Writes a number, many times over, and says so when it is written; then the next. */
    static final class Writer {
        static final int LINES = 20_000;

        public static void main(String[] arguments) throws IOException {
            for (int number = 1; ; number++) {
                var content = (number + "\n").repeat(LINES);
                AtomicFile.write(Path.of(arguments[0]), content.getBytes());
                System.out.println(number);
                System.out.flush();
            }
        }
    }

    @Test
    void whatIsLeftOfAWriteIsKnownByItsName() {
        assertThat(List.of("a.json.new", "a.json"))
                .extracting(name -> AtomicFile.isLeftOver(folder.resolve(name)))
                .containsExactly(true, false);
    }
}
